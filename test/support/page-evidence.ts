import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { anAttempt, aPlan, aVerdict } from '../unit/publish/support/evidence.js';
import { fullVerdict } from '../unit/publish/support/full.js';

const START = Date.parse('2026-01-02T03:04:05.000Z');
const at = (index: number): string => new Date(START + index * 100).toISOString();
const lines = (records: readonly object[]): string => records.map((record) => `${JSON.stringify(record)}\n`).join('');

export async function writeFiles(directory: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(directory, name)), { recursive: true });
    await writeFile(join(directory, name), text);
  }
}

/** Evidence that holds each of the texts in every field that can hold text, as hostile evidence may, schemas or not. */
export async function writeFullEvidence(directory: string, texts: readonly string[]): Promise<void> {
  const [first = ''] = texts;
  const [proof] = anAttempt().proofs;
  const ofRoom = (index: number) => ({
    time: at(index),
    room: `attempt-${1 + (index % 8)}`,
    attempt: 1,
    stage: 'agent',
  });
  const each = <T extends object>(make: (text: string, index: number) => T): T[] => texts.map(make);
  const verdict = {
    ...aVerdict(fullVerdict(first, texts)),
    room: { backend: first, identity: first, version: first, limits: {}, audit: first, weaknesses: [...texts] },
    baseline: proof && { ...proof, room: 'baseline', what: first, passed: false, log: 'logs/baseline.log' },
    attempts: [
      ...each((text) => ({ ...anAttempt({ summary: text }), outcome: text })),
      ...(fullVerdict(first, texts).attempts ?? []),
    ],
    denied: each((text) => ({ host: text, reason: text, allow: [`${text} line`] })),
    patch: 'change.patch',
  };
  const context = { ...aPlan().context, repository: first, runUrl: `javascript:${first}`, actor: first };
  const journal = [
    { event: 'run.started' },
    ...texts.flatMap((text, index) => [
      { event: 'room.opened', room: `${text}-proof-${index}`, stage: text },
      {
        event: 'command.finished',
        room: `${text}-proof-${index}`,
        argv: [text],
        end: text,
        exitCode: text,
        durationMs: 50,
        log: text,
      },
      { event: 'proof.finished', room: `${text}-proof-${index}`, passed: text },
      { event: 'room.closed', room: `${text}-proof-${index}` },
    ]),
  ];
  const transcript = each((text, index) => ({ ...ofRoom(index), agent: text })).flatMap((record, index) => {
    const text = texts[index] ?? '';
    return [
      { ...record, type: 'turn', prompt: text, resumed: false, correction: false },
      { ...record, type: 'session', id: text },
      { ...record, type: 'message', text },
      { ...record, type: 'command', command: text, exitCode: 1 },
      { ...record, type: 'tool', name: text, server: text, input: text, failed: true },
      { ...record, type: 'file-change', paths: [text, ...texts.slice(0, 3)] },
      { ...record, type: 'error', message: text },
      { ...record, type: 'end', end: text, exitCode: 1 },
      { ...record, type: text },
    ];
  });
  const oneLine = (text: string): string => text.replaceAll(/[\r\n]/g, ' ');
  const patch = (ending: string): string =>
    texts
      .map((text, index) =>
        [
          `diff --git a/${index}.${ending} b/${index}.${ending}`,
          `--- a/${index}.${ending}`,
          `+++ b/${oneLine(text)}.${ending}`,
          `@@ -1 +1 @@ ${oneLine(text)}`,
          `-${oneLine(text)}`,
          `+${oneLine(text)}`,
          '',
        ].join('\n'),
      )
      .join('');
  await writeFiles(directory, {
    'verdict.json': JSON.stringify(verdict),
    'plan.json': JSON.stringify({ ...aPlan({ context, prompt: { text: first, sha256: first } }), texts }),
    'usage.json': JSON.stringify({
      total: { requests: 3, inputTokens: 5, outputTokens: 3, costUsd: 1 },
      attempts: each((text) => ({
        worker: text,
        attempt: text,
        broker: { requests: 1, costUsd: 1 },
        agreement: 'differs',
        reason: text,
      })),
    }),
    'report.json': JSON.stringify({
      summary: first,
      list: texts,
      rows: each((text) => ({ [text.slice(0, 40)]: text, same: text })),
    }),
    'findings.json': JSON.stringify({
      findings: each((text) => ({
        source: text,
        level: text,
        rule: text,
        title: text,
        message: text,
        path: text,
        startLine: 1,
        endLine: 2,
      })),
    }),
    'journal.jsonl': lines(journal.map((record, index) => ({ time: at(index), ...record }))),
    'transcript.jsonl': lines(transcript),
    'access.jsonl': lines(
      each((text, index) => ({
        ...ofRoom(index),
        stage: text,
        kind: text,
        method: text,
        host: text,
        port: 1,
        path: text,
        verdict: text,
        rule: text,
        status: 200,
        bytesIn: 1,
        bytesOut: 2,
        durationMs: 3,
      })),
    ),
    'exec.jsonl': lines([
      ...each((text, index) => ({
        ...ofRoom(index),
        stage: text,
        kind: 'exec',
        roomPid: 1,
        exe: text,
        argv: [text, text],
        argvCut: 1,
      })),
      ...each((text, index) => ({
        ...ofRoom(index),
        kind: 'connect',
        roomPid: 1,
        family: text,
        address: text,
        port: 1,
      })),
      ...each((text, index) => ({ ...ofRoom(index), kind: text, roomPid: 1, code: null, signal: text })),
    ]),
    'commands.jsonl': lines(
      each((text, index) => ({
        ...ofRoom(index),
        argv: [text],
        verdict: text,
        rule: text,
        exitCode: 1,
        files: [{ path: text, bytes: 1 }],
        stdoutBytes: 1,
        stderrBytes: 1,
        redactions: 0,
        durationMs: 1,
      })),
    ),
    'mcp.jsonl': lines(
      each((text, index) => ({
        ...ofRoom(index),
        server: text,
        tool: text,
        arguments: text,
        verdict: text,
        rule: text,
        isError: true,
        bytes: 1,
        redactions: 0,
        durationMs: 1,
      })),
    ),
    'change.patch': patch('html'),
    'verifier.patch': patch('txt'),
    'logs/baseline.log': texts.join('\n'),
    'logs/proof-1.log': texts.join('\n'),
  });
}
