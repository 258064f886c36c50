/** Separators and prefixes by which agents make one name of an MCP server's and its tool's. */
const SPELLINGS: readonly ((server: string, name: string) => string)[] = [
  (server, name) => `mcp__${server}__${name}`,
  (server, name) => `mcp_${server}_${name}`,
  (server, name) => `${server}__${name}`,
  (server, name) => `${server}_${name}`,
  // Agents that add the server only where two servers have a tool of one name.
  (_server, name) => name,
];

interface WantedTool {
  readonly server?: string;
  readonly name: string;
}

/**
 * The name under which a request offers a tool.
 * @throws Error that lists what is offered: the request of a script that is wrong fails loudly
 */
export function offeredName(offered: readonly string[], tool: WantedTool): string {
  const found = find(offered, tool);
  if (found !== undefined) return found;
  const what = tool.server === undefined ? tool.name : `${tool.name} of ${tool.server}`;
  throw new Error(`the request offers no tool ${what}, only ${offered.join(', ') || 'none'}`);
}

export function isOffered(offered: readonly string[], tool: WantedTool): boolean {
  return find(offered, tool) !== undefined;
}

function find(offered: readonly string[], { server, name }: WantedTool): string | undefined {
  const wanted = server === undefined ? [name] : SPELLINGS.map((spell) => spell(server, name));
  for (const one of wanted) {
    const found = offered.find((candidate) => plain(candidate) === plain(one));
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Some agents allow no hyphens in names, and some no capital letters. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, '_');
}
