import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../../src/evidence/manifest.js';
import { readJournal } from '../../../src/evidence/read.js';
import { createEvidence, type Evidence, type JournalData, type JournalEvent } from '../../../src/evidence/recorder.js';
import { createRedactor } from '../../../src/support/redact.js';

const SECRET = 'correct-horse-battery-staple';
const TIME = Date.parse('2026-11-21T04:00:00.123Z');
const HASH = 'a'.repeat(64);
const schema = (name: string): object =>
  JSON.parse(readFileSync(new URL(`../../../schemas/${name}.schema.json`, import.meta.url), 'utf8'));

let parent = '';
beforeEach(() => {
  parent = mkdtempSync(join(tmpdir(), 'evidence-'));
});
afterEach(() => rmSync(parent, { recursive: true, force: true }));

const create = (logBytes = 1000): Evidence =>
  createEvidence({
    directory: join(parent, 'run'),
    clock: { now: () => TIME, monotonic: () => 0 },
    redactor: createRedactor([SECRET]),
    logBytes,
  });
const read = (name: string): string => readFileSync(join(parent, 'run', name), 'utf8');
const mode = (name: string): number => statSync(join(parent, 'run', name)).mode & 0o777;

/** One example of every event. */
const EXAMPLES: { readonly [E in JournalEvent]: JournalData<E> } = {
  'run.started': { tool: '0.1.0', node: 'v20.0.0', platform: 'linux x64' },
  'run.resumed': { life: 2, kept: 9, droppedBytes: 12, turns: 1, proofs: 1, spentMs: 4000 },
  'run.planned': { planSha256: HASH },
  'base.ready': {
    workspace: 'overlay',
    source: 'objects',
    files: 3,
    tree: 'b'.repeat(40),
    overlaid: ['verify.sh'],
    masked: ['.git'],
    instructions: [{ path: 'AGENTS.md', sha256: HASH, bytes: 3 }],
    durationMs: 1,
  },
  'agent.view': { room: 'attempt-1', hidden: ['.claude'], removed: ['.mcp.json'], writable: null },
  'room.opened': { room: 'attempt-1', stage: 'agent' },
  'room.closed': { room: 'attempt-1' },
  'command.finished': {
    room: 'attempt-1',
    argv: ['sh', '-c', `echo ${SECRET}`],
    end: 'exited',
    exitCode: 0,
    signal: null,
    durationMs: 5,
    outputBytes: 10,
    limits: [],
    log: 'logs/attempt-1-agent.log',
  },
  'prepare.frozen': { entries: 10, dropped: ['package-lock.json'] },
  'attempt.started': { attempt: 1, resumed: false, promptSha256: HASH, worker: null },
  'attempt.finished': { attempt: 1, outcome: 'proved', worker: null },
  'progress.checked': {
    attempt: 2,
    worker: null,
    progress: false,
    failure: 'c'.repeat(16),
    steps: null,
    streak: 2,
    stuck: 'No progress in 2 attempts in a row: the same failure came again.',
  },
  'patch.collected': { attempt: 1, files: 1, bytes: 100, sha256: HASH, ignored: 0, worker: 'c2' },
  'patch.refused': { attempt: 1, refusals: [{ path: 'test/a.js', reason: 'protected' }], worker: null },
  'report.checked': { attempt: 1, state: 'invalid', errors: ['/summary: missing'], worker: null },
  'proof.finished': { attempt: 1, room: 'proof-1-1', run: 1, passed: true, worker: null },
  'broker.stop': { room: 'attempt-1', reason: 'auth', status: 401, message: 'the key was refused' },
  'audit.finished': { room: 'attempt-1', execs: 3, exits: 2, connects: 1, dropped: 0 },
  'probes.finished': { room: 'attempt-1', attempt: 1, passed: 20, failed: ['sudo'], durationMs: 12 },
  'rules.applied': {
    room: 'attempt-1',
    rules: [{ rule: 'forbid git because no', source: 'rules', level: 'enforced', note: 'covered at /usr/bin/git' }],
    brokered: ['kubectl'],
  },
  'rules.violated': {
    room: 'attempt-1',
    rule: 'forbid git push because no',
    justification: 'no',
    exe: '/usr/bin/git',
    argv: ['git', 'push', SECRET],
  },
  'mcp.started': { server: 'tracker', room: 'mcp-tracker', argv: ['node', SECRET] },
  'mcp.ended': {
    server: 'tracker',
    room: 'mcp-tracker',
    end: 'exited',
    exitCode: 7,
    signal: null,
    durationMs: 12,
  },
  notice: { text: 'a sentence' },
  'run.finished': { verdict: 'verified', reason: 'a pristine room said so' },
};

describe('the journal', () => {
  it('has an example here of every event of the schema', () => {
    const events = (schema('journal') as { oneOf: { properties: { event: { const: string } } }[] }).oneOf;
    expect(events.map((branch) => branch.properties.event.const).sort()).toEqual(Object.keys(EXAMPLES).sort());
  });

  it('is written at once, counts from 1, follows the schema and holds no secret', () => {
    const evidence = create();
    const validate = new Ajv2020({ strict: false }).compile(schema('journal'));
    for (const [index, event] of (Object.keys(EXAMPLES) as JournalEvent[]).entries()) {
      evidence.journal(event, EXAMPLES[event]);
      const lines = read('journal.jsonl').split('\n');
      expect(lines.length).toBe(index + 2);
      const record = JSON.parse(lines[index] ?? '');
      expect(validate(record), `${event}: ${JSON.stringify(validate.errors)}`).toBe(true);
      expect(record).toMatchObject({ seq: index + 1, time: '2026-11-21T04:00:00.123Z', event });
    }
    expect(read('journal.jsonl')).not.toContain('horse');
    expect(readJournal(join(parent, 'run', 'journal.jsonl'))).toMatchObject({
      torn: false,
      records: Object.keys(EXAMPLES).map((event) => ({ event })),
    });
  });

  it('bounds a line that a room could make endless', () => {
    const evidence = create();
    evidence.journal('report.checked', {
      worker: null,
      attempt: 1,
      state: 'invalid',
      errors: Array.from({ length: 100_000 }, (_, i) => `${i} ${'x'.repeat(100_000 / (i + 1))}`),
    });
    evidence.journal('notice', { text: 'y'.repeat(2_000_000) });
    expect(read('journal.jsonl').length).toBeLessThan(2 * 1024 * 1024);
    const { records } = readJournal(join(parent, 'run', 'journal.jsonl'));
    expect(records).toHaveLength(2);
    expect(JSON.stringify(records[0])).toContain('more)');
  });
});

it('takes no line more once its folder was removed, and says so', () => {
  const evidence = create();
  rmSync(join(parent, 'run'), { recursive: true });
  expect(() => evidence.journal('notice', { text: 'x' })).toThrow(/it was removed while the run was at work/);
});

it('fails by the next line of the run, where what works beside it could not be written', () => {
  const evidence = create();
  const audited = { room: 'attempt-1', stage: 'agent', attempt: 1, time: 'x', kind: 'lost', events: 1 };
  const tell = () => evidence.exec(audited as unknown as Parameters<Evidence['exec']>[0]);
  tell();
  rmSync(join(parent, 'run'), { recursive: true });
  // Nobody could catch it here: the process would end.
  tell();
  mkdirSync(join(parent, 'run'));
  expect(() => evidence.journal('notice', { text: 'x' })).toThrow(/it was removed while the run was at work/);
});

describe('reading a journal', () => {
  const file = (text: string): string => {
    const path = join(parent, 'journal.jsonl');
    writeFileSync(path, text);
    return path;
  };
  const line = (seq: number): string =>
    `${JSON.stringify({ schema: 'cleanroom/journal/v1', seq, time: 't', event: 'notice', text: 'x' })}\n`;

  it('tolerates a cut last line, wherever the cut', () => {
    const last = line(2);
    for (let length = 1; length < last.length; length++) {
      const reading = readJournal(file(line(1) + last.slice(0, length)));
      expect(reading.torn).toBe(true);
      expect(reading.records).toHaveLength(1);
    }
    expect(readJournal(file(''))).toEqual({ records: [], torn: false });
    expect(readJournal(file('{"sch'))).toEqual({ records: [], torn: true });
  });

  it.each([
    ['a line that is no JSON', `${line(1)}oops\n${line(2)}`],
    ['an empty line', `${line(1)}\n`],
    ['a gap', line(1) + line(3)],
    ['an unknown event', line(1).replace('notice', 'verdict')],
    ['another field', line(1).replace('"text"', '"evil":1,"text"')],
  ])('refuses %s', (_name, text) => {
    expect(() => readJournal(file(text))).toThrow(expect.objectContaining({ code: 'evidence.journal' }));
  });

  it('refuses links, directories and files that are not there', () => {
    symlinkSync(file(line(1)), join(parent, 'link'));
    for (const path of [join(parent, 'link'), parent, join(parent, 'nothing')]) {
      expect(() => readJournal(path)).toThrow(expect.objectContaining({ code: 'evidence.journal' }));
    }
  });
});

describe('the folder', () => {
  it('is private, and so are its files', () => {
    const evidence = create();
    evidence.writeJson('plan.json', { a: 1 });
    evidence.writeFile('attempts/1/patch.diff', 'x');
    evidence.log('a.log');
    evidence.journal('notice', { text: 'x' });
    expect(mode('')).toBe(0o700);
    expect(mode('attempts/1')).toBe(0o700);
    for (const name of ['plan.json', 'attempts/1/patch.diff', 'logs/a.log', 'journal.jsonl'])
      expect(mode(name)).toBe(0o600);
  });

  it('may exist when it is empty, and is made private then', () => {
    mkdirSync(join(parent, 'run'), { mode: 0o755 });
    create();
    expect(mode('')).toBe(0o700);
  });

  it.each([
    ['not empty', () => create()],
    ['a file', () => writeFileSync(join(parent, 'run'), '')],
    ['a link', () => symlinkSync(parent, join(parent, 'run'))],
  ])('is refused when it is %s', (_name, prepare) => {
    prepare();
    expect(create).toThrow(expect.objectContaining({ code: 'evidence.directory', kind: 'usage' }));
  });

  it.each([
    '',
    '..',
    '../x',
    '/etc/x',
    'a/../b',
    'a//b',
    './a',
    '.hidden',
    'a\0b',
    'a\nb',
    'a\\b',
    'journal.jsonl',
    'manifest.json',
    'a/b/c/d/e/f/g',
  ])('refuses the name %j', (name) => {
    const evidence = create();
    const refusal = expect.objectContaining({ code: 'evidence.name' });
    expect(() => evidence.writeFile(name, 'x')).toThrow(refusal);
    expect(() => evidence.writeJson(name, {})).toThrow(refusal);
    if (!name.endsWith('.jsonl') && !name.endsWith('.json')) expect(() => evidence.log(name)).toThrow(refusal);
  });

  it('redacts what it writes and says how often', () => {
    const evidence = create();
    evidence.writeJson('a.json', { [SECRET]: `x ${SECRET}` });
    expect(read('a.json')).toBe('{\n  "[redacted]": "x [redacted]"\n}\n');
    expect(evidence.writeFile('b.diff', `+${SECRET}\n`).redactions).toBe(1);
    expect(read('b.diff')).toBe('+[redacted]\n');
    expect(evidence.writeFile('c.diff', '+AKIAIOSFODNN7EXAMPLE\n', { shapes: false }).redactions).toBe(0);
    expect(read('c.diff')).toBe('+AKIAIOSFODNN7EXAMPLE\n');
  });

  it('replaces a document whole', () => {
    const evidence = create();
    evidence.writeJson('usage.json', { a: 'long '.repeat(100) });
    const file = evidence.writeJson('usage.json', { a: 1 });
    expect(read('usage.json')).toBe('{\n  "a": 1\n}\n');
    expect(file).toMatchObject({ path: 'usage.json', bytes: 13, redactions: 0 });
  });

  it('keeps the access log to its schema and its bound', async () => {
    const evidence = create();
    const record = {
      time: '2026-11-21T04:00:00.000Z',
      stage: 'agent',
      room: 'attempt-1',
      attempt: 1,
      kind: 'http',
      method: 'GET',
      host: 'example.invalid',
      port: 443,
      path: `/${SECRET}`,
      verdict: 'denied',
      rule: 'not in the policy',
      status: null,
      bytesOut: 0,
      bytesIn: 0,
      durationMs: 1,
    } as const;
    for (let i = 0; i < 20_005; i++) evidence.access(record);
    await evidence.finish();
    const lines = read('access.jsonl').trimEnd().split('\n');
    expect(lines).toHaveLength(20_000);
    const validate = new Ajv2020({ strict: false }).compile(schema('access'));
    expect(validate(JSON.parse(lines[0] ?? '')), JSON.stringify(validate.errors)).toBe(true);
    expect(lines[0]).toContain('/[redacted]');
    expect(readJournal(join(parent, 'run', 'journal.jsonl')).records).toMatchObject([
      { event: 'notice', text: 'access.jsonl was full: 5 more requests of attempt-1 are not in it' },
    ]);
  });
});

describe('the record of rooms', () => {
  it('keeps what the kernel told to its schema, its bound and free of secrets', async () => {
    const evidence = create();
    const common = { time: '2026-11-21T04:00:00.000Z', stage: 'agent', room: 'attempt-1', attempt: 1 } as const;
    const ids = { pid: 10, parentPid: 9, roomPid: 2, uid: 1000 };
    const exec = {
      ...common,
      ...ids,
      kind: 'exec',
      exe: '/bin/sh',
      argv: ['sh', `\n{"kind":"exit"}${SECRET}`],
      argvCut: 0,
    } as const;
    evidence.exec({ ...common, ...ids, kind: 'exit', code: null, signal: 'SIGKILL' });
    evidence.exec({ ...common, ...ids, kind: 'connect', family: 'inet', address: '127.0.0.1', port: 7777 });
    for (let i = 0; i < 50_000; i++) evidence.exec(exec);
    await evidence.finish();
    const lines = read('exec.jsonl').trimEnd().split('\n');
    expect(lines).toHaveLength(50_000);
    const validate = new Ajv2020({ strict: false }).compile(schema('exec'));
    for (const line of lines.slice(0, 4))
      expect(validate(JSON.parse(line)), JSON.stringify(validate.errors)).toBe(true);
    expect(lines[2]).not.toContain(SECRET);
    expect(readJournal(join(parent, 'run', 'journal.jsonl')).records).toMatchObject([
      { event: 'notice', text: 'exec.jsonl was full: 2 more lines of attempt-1 are not in it' },
    ]);
  });

  it('keeps what the agent said to its schema, its bound and free of secrets', async () => {
    const evidence = create();
    const says = { room: 'attempt-1', attempt: 1, agent: 'codex' } as const;
    const text = `the key is ${SECRET}\n{"type":"end"}`;
    evidence.transcript({ ...says, type: 'turn', resumed: false, correction: false, prompt: text });
    evidence.transcript({ ...says, type: 'session', id: 's1' });
    evidence.transcript({ ...says, type: 'message', text: `${text}${'x'.repeat(2_000_000)}` });
    evidence.transcript({ ...says, type: 'reasoning' });
    evidence.transcript({ ...says, type: 'command', command: text, exitCode: null });
    evidence.transcript({ ...says, type: 'tool', name: 'a', server: null, input: text, failed: null });
    evidence.transcript({ ...says, type: 'file-change', paths: [text] });
    const tokens = { inputTokens: 3, cachedInputTokens: 1, outputTokens: 2 };
    evidence.transcript({ ...says, type: 'usage', ...tokens, costUsd: null });
    evidence.transcript({ ...says, type: 'error', message: text, kind: 'context', fatal: true });
    evidence.transcript({ ...says, type: 'end', end: 'exited', exitCode: 1 });
    for (let i = 0; i < 20_000; i++) evidence.transcript({ ...says, type: 'reasoning' });
    await evidence.finish();
    const lines = read('transcript.jsonl').trimEnd().split('\n');
    expect(lines).toHaveLength(20_000);
    const validate = new Ajv2020({ strict: false }).compile(schema('transcript'));
    for (const line of lines.slice(0, 11)) {
      expect(validate(JSON.parse(line)), JSON.stringify(validate.errors)).toBe(true);
      expect(line).not.toContain(SECRET);
      expect(line.length).toBeLessThan(100_000);
    }
    expect(readJournal(join(parent, 'run', 'journal.jsonl')).records).toMatchObject([
      { event: 'notice', text: 'transcript.jsonl was full: 10 more lines of attempt-1 are not in it' },
    ]);
  });

  it('keeps probes to their schema', async () => {
    const evidence = create();
    evidence.probe({ room: 'attempt-1', attempt: 1, name: 'sudo', passed: false, detail: `seen ${SECRET}` });
    await evidence.finish();
    const validate = new Ajv2020({ strict: false }).compile(schema('probes'));
    expect(validate(JSON.parse(read('probes.jsonl'))), JSON.stringify(validate.errors)).toBe(true);
    expect(read('probes.jsonl')).not.toContain(SECRET);
  });
});

describe('finishing', () => {
  it('finishes logs and writes a manifest over every other file, last', async () => {
    const evidence = create(20);
    evidence.journal('notice', { text: 'x' });
    evidence.writeJson('plan.json', {});
    evidence.writeFile('attempts/1/patch.diff', 'diff');
    const log = evidence.log('attempt-1-agent.log');
    expect(log.path).toBe('logs/attempt-1-agent.log');
    log.write(Buffer.alloc(100, 'z'));
    const file = await evidence.finish();
    expect(await evidence.finish()).toBe(file);
    const manifest = JSON.parse(read('manifest.json'));
    const validate = new Ajv2020({ strict: false }).compile(schema('manifest'));
    expect(validate(manifest), JSON.stringify(validate.errors)).toBe(true);
    expect(manifest.files.map((entry: { path: string }) => entry.path)).toEqual([
      'attempts/1/patch.diff',
      'journal.jsonl',
      'logs/attempt-1-agent.log',
      'plan.json',
    ]);
    expect(await checkManifest(join(parent, 'run'), manifest)).toEqual([]);
    writeFileSync(join(parent, 'run', 'plan.json'), '{ }');
    writeFileSync(join(parent, 'run', 'extra'), '');
    rmSync(join(parent, 'run', 'attempts'), { recursive: true });
    expect(await checkManifest(join(parent, 'run'), manifest)).toEqual([
      'attempts/1/patch.diff: missing',
      'plan.json: its content has changed',
      'extra: not in the manifest',
    ]);
  });

  it('lets nothing be written afterwards', async () => {
    const evidence = create();
    await evidence.finish();
    const refusal = expect.objectContaining({ code: 'evidence.finished' });
    expect(() => evidence.journal('notice', { text: 'x' })).toThrow(refusal);
    expect(() => evidence.writeFile('a', '')).toThrow(refusal);
    expect(() => evidence.log('a.log')).toThrow(refusal);
  });

  it('writes the manifest even when a log is not whole, and says so', async () => {
    const evidence = create(10);
    const log = evidence.log('a.log');
    rmSync(join(parent, 'run', 'logs'), { recursive: true });
    log.write(Buffer.alloc(100, 'z'));
    await expect(evidence.finish()).rejects.toMatchObject({ code: 'evidence.write' });
    expect(existsSync(join(parent, 'run', 'manifest.json'))).toBe(true);
  });
});
