/** A CommonJS program: an MCP server over stdio with three tools, of which one works. It says what GREETING is. */
export const TINY_MCP_SERVER = `
const lines = require('node:readline').createInterface({ input: process.stdin });
const say = (id, result) => process.stdout.write(JSON.stringify({ jsonrpc: '2.0', id, result }) + '\\n');
const tool = (name) => ({ name, description: name, inputSchema: { type: 'object' } });
lines.on('line', (line) => {
  const { id, method, params } = JSON.parse(line);
  if (method === 'initialize')
    say(id, { protocolVersion: params.protocolVersion, capabilities: { tools: {} }, serverInfo: { name: 's', version: '1' } });
  else if (method === 'tools/list') say(id, { tools: ['look_up', 'read.all', 'drop'].map(tool) });
  else if (method === 'tools/call')
    say(id, { content: [{ type: 'text', text: 'SAID ' + process.env.GREETING }], isError: params.name !== 'look_up' });
  else if (id !== undefined) say(id, {});
});`;
