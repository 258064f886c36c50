import { describe, expect, it } from 'vitest';
import { createCommandAgent } from '../../../src/agent/command.js';
import type { AgentTurn } from '../../../src/agent/types.js';

const turn: AgentTurn = {
  prompt: 'the prompt',
  session: undefined,
  endpoint: { url: 'http://127.0.0.1:8080', key: 'dummy' },
  attempt: 2,
  correction: true,
};

describe('createCommandAgent', () => {
  it('passes the command line on as it is and says where things are', () => {
    const agent = createCommandAgent({ argv: ['./fix', '$HOME; true'], provider: undefined, hasSchema: true });
    expect(agent.command(turn)).toEqual({
      argv: ['./fix', '$HOME; true'],
      env: {
        CLEANROOM_ATTEMPT: '2',
        CLEANROOM_CORRECTION: 'true',
        CLEANROOM_PROMPT_FILE: '/run/cleanroom/in/prompt.md',
        CLEANROOM_REPORT_FILE: '/run/cleanroom/out/report.json',
        CLEANROOM_REPORT_SCHEMA: '/run/cleanroom/in/report.schema.json',
      },
      stdin: 'the prompt',
    });
  });

  it('names no schema when there is none', () => {
    const agent = createCommandAgent({ argv: ['x'], provider: undefined, hasSchema: false });
    expect(agent.command(turn).env).not.toHaveProperty('CLEANROOM_REPORT_SCHEMA');
    expect(agent.schemaInPrompt).toBe(false);
  });

  it.each([
    ['openai', { OPENAI_BASE_URL: 'http://127.0.0.1:8080/v1', OPENAI_API_KEY: 'dummy' }],
    ['anthropic', { ANTHROPIC_BASE_URL: 'http://127.0.0.1:8080', ANTHROPIC_API_KEY: 'dummy' }],
    ['gemini', { GOOGLE_GEMINI_BASE_URL: 'http://127.0.0.1:8080', GEMINI_API_KEY: 'dummy' }],
  ] as const)('points the libraries of %s at the endpoint', (provider, expected) => {
    const { env } = createCommandAgent({ argv: ['x'], provider, hasSchema: false }).command(turn);
    expect(env).toMatchObject({ CLEANROOM_MODEL_URL: 'http://127.0.0.1:8080', ...expected });
    expect(Object.keys(env).filter((name) => name.endsWith('_API_KEY'))).toHaveLength(1);
  });

  it.each([[[]], [['']]])('refuses the command line %j', (argv) => {
    expect(() => createCommandAgent({ argv, provider: undefined, hasSchema: false })).toThrow(
      expect.objectContaining({ code: 'agent.command-empty', kind: 'usage' }),
    );
  });

  it('makes every line of output a message, in its own stream', () => {
    const stream = createCommandAgent({ argv: ['x'], provider: undefined, hasSchema: false }).stream();
    expect(stream.push('stdout', Buffer.from('one\n\ntw'))).toEqual([{ type: 'message', text: 'one' }]);
    expect(stream.push('stderr', Buffer.from('oops\n'))).toEqual([{ type: 'message', text: 'oops' }]);
    expect(stream.push('stdout', Buffer.from('o'))).toEqual([]);
    expect(stream.end()).toEqual([{ type: 'message', text: 'two' }]);
  });
});
