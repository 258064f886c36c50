import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findProgram } from '../../src/room/local/host.js';
import { canary } from '../support/canary.js';
import { type McpLab, mcpLab, mcpServer } from '../support/mcp-lab.js';

const missing = (await findProgram('bwrap', process.env['PATH'] ?? '')) ? undefined : 'bubblewrap is not installed';

describe.skipIf(missing !== undefined)(
  `a program that is no MCP server${missing ? ` (skipped: ${missing})` : ''}`,
  () => {
    const SECRET = canary();
    let lab: McpLab;
    beforeAll(async () => {
      const env = { TOKEN: { secret: 'TOKEN', prefix: '' } };
      lab = await mcpLab(
        [
          mcpServer({ name: 'absent', argv: ['/nowhere/server'], env }),
          mcpServer({ name: 'fails', argv: ['sh', '-c', 'echo "no license for $TOKEN" >&2; exit 3'], env }),
          mcpServer({ name: 'quiet', argv: ['true'], env }),
        ],
        [{ name: 'TOKEN', value: SECRET }],
      );
    });
    afterAll(() => lab?.dispose());

    it.each([
      [
        'absent',
        'its program ended: exit code 127, as of a program that is not in its room: give its whole path, and what it needs in tools; what it printed is in logs/mcp-absent.log',
      ],
      ['fails', 'its program ended: exit code 3; what it printed is in logs/mcp-fails.log'],
      ['quiet', 'its program ended: exit code 0'],
    ])('is told of to a person, and the agent hears that there is none: %s', async (name, why) => {
      const [found] = await lab.ask(name, [['list']]);
      expect(found?.['error']).toContain(`cleanroom: ${name}: its program ended`);
      expect(lab.notes).toContain(`the MCP server ${name} cannot be used: ${why}`);
      expect(JSON.stringify([found, lab.notes])).not.toContain(SECRET);
    });
  },
);
