// A real client of MCP for tests, which runs where an agent would: `node mcp-client.mjs URL STEPS`, the steps being a JSON
// array of ["list"], ["info"], ["request", METHOD, PARAMS] and ["call", TOOL, ARGUMENTS, {cancelAfter}]. It prints a JSON
// array of what came of them.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ResultSchema } from '@modelcontextprotocol/sdk/types.js';

const [url, steps] = process.argv.slice(2);
const client = new Client(
  { name: 'test', version: '1.0.0' },
  { capabilities: { sampling: {}, elicitation: {}, roots: {} } },
);
const found = [];

async function take([what, ...rest]) {
  if (what === 'list') return await client.listTools();
  if (what === 'info') return { server: client.getServerVersion(), capabilities: client.getServerCapabilities() };
  if (what === 'request') return await client.request({ method: rest[0], params: rest[1] ?? {} }, ResultSchema);
  const [name, args, { cancelAfter } = {}] = rest;
  const stop = new AbortController();
  if (cancelAfter !== undefined) setTimeout(() => stop.abort(), cancelAfter);
  return await client.callTool({ name, arguments: args }, undefined, { signal: stop.signal, timeout: 120_000 });
}

try {
  await client.connect(new StreamableHTTPClientTransport(new URL(url)));
  for (const step of JSON.parse(steps))
    found.push(await take(step).catch((error) => ({ error: error.message, code: error.code })));
  await client.close();
} catch (error) {
  found.push({ error: error.message });
}
process.stdout.write(`${JSON.stringify(found)}\n`);
