import { describe, expect, it } from 'vitest';
import { renderComment } from '../../../src/publish/comment.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import { renderSummary } from '../../../src/publish/summary.js';
import type { CommandLogRecord } from '../../../src/schemas/command.js';
import type { JournalRecord } from '../../../src/schemas/journal.js';
import { aPlan, aVerdict, someEvidence } from './support/evidence.js';

const render = (overrides: Partial<PublishableEvidence> = {}): string =>
  renderComment(someEvidence(overrides), { key: 'ci' });

describe('what the agent saw of the repository', () => {
  it('is a row each, and none where there is nothing to say', () => {
    const usual = renderSummary(someEvidence({}));
    expect(usual).not.toMatch(/Instructions|hidden from the agent|could write/);
    const plan = aPlan();
    const shown = renderSummary(
      someEvidence({
        plan: { ...plan, room: { ...plan.room, writable: ['deploy', 'charts'] } },
        verdict: aVerdict({
          instructions: Array.from({ length: 12 }, (_, index) => ({
            path: `d${index}/AGENTS.md`,
            sha256: `${index % 10}`.repeat(64),
            bytes: 1,
          })),
          hiddenConfig: ['.claude', 'pkg/.mcp.json'],
        }),
      }),
    );
    const plain = shown.replace(/<\/?code>/g, '`');
    expect(plain).toContain('\nConfiguration of agents, hidden from the agent: `.claude`, `pkg/.mcp.json`\n');
    expect(plain).toContain('| The agent could write | `deploy`, `charts` |');
    expect(plain).toContain('| Instructions | `d0/AGENTS.md` `000000000000`, `d1/AGENTS.md` `111111111111`');
    expect(plain).toMatch(/`d9\/AGENTS\.md` `9{12}` and 2 more \|/);
  });
});

describe('calls of MCP servers', () => {
  const call = { server: 'tracker', tool: 'search', verdict: 'allowed' };
  it('are counted for each server', () => {
    const calls = [call, call, { ...call, verdict: 'refused' }, { ...call, server: 'memory', verdict: 'failed' }];
    expect(render({ mcp: calls as never })).toContain(
      '\n| MCP | memory: 0 calls, 1 failed; tracker: 2 calls, 1 refused |\n',
    );
    expect(render()).not.toContain('| MCP |');
  });
});

describe('commands', () => {
  const applied = (brokered: readonly string[], ...levels: readonly string[]): JournalRecord =>
    ({ event: 'rules.applied', room: 'a', brokered, rules: levels.map((level) => ({ level })) }) as never;
  const asked = (verdict: CommandLogRecord['verdict']): CommandLogRecord => ({ verdict }) as CommandLogRecord;

  it.each([
    [
      '3 brokered, 1 failed, 2 refused; rules: 2 enforced, 1 watched, 1 advice, 1 that allow',
      // What held in the last room counts.
      [applied([], 'advice'), applied(['kubectl'], 'enforced', 'watched', 'enforced', 'advice', 'grant')],
      [asked('allowed'), asked('refused'), asked('allowed'), asked('failed'), asked('refused'), asked('allowed')],
    ],
    ['none brokered', [applied(['kubectl'])], []],
    ['1 refused', [], [asked('refused')]],
    ['rules: 1 advice', [applied([], 'advice')], []],
  ] as const)('are told in one line: %s', (words, journal, commands) => {
    const evidence = someEvidence({ journal, commands });
    for (const markdown of [renderComment(evidence, { key: 'ci' }), renderSummary(evidence)])
      expect(markdown).toContain(`\n| Commands | ${words} |\n`);
  });

  it('are not spoken of where there are neither rules nor brokered commands', () => {
    expect(render()).not.toContain('| Commands |');
  });
});
