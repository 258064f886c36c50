import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { annotationsOf } from '../../../src/publish/annotations.js';
import { checkOutput } from '../../../src/publish/check-text.js';
import { codeQuality, junitXml } from '../../../src/publish/ci-files.js';
import { renderCiComment } from '../../../src/publish/ci-markdown.js';
import { renderComment } from '../../../src/publish/comment.js';
import { branchName, commitMessage, pullBody, pullTitle } from '../../../src/publish/delivery/messages.js';
import { formatOutputs, type Outputs, outputsOf } from '../../../src/publish/outputs.js';
import { DATA_MARK } from '../../../src/publish/page/format.js';
import { renderPage } from '../../../src/publish/page/render.js';
import type { PublishableEvidence } from '../../../src/publish/read-evidence.js';
import { renderSummary } from '../../../src/publish/summary.js';
import type { ChannelState, DeliveryState } from '../../../src/publish/types.js';
import { sarifOf } from '../../../src/run/sarif.js';
import { showOutcome } from '../../../src/run/show.js';
import { commandSchema } from '../../../src/schemas/command.js';
import { type FindingsFile, findingsSchema } from '../../../src/schemas/findings.js';
import { type JournalRecord, journalSchema } from '../../../src/schemas/journal.js';
import { mcpSchema } from '../../../src/schemas/mcp.js';
import { type Plan, planSchema } from '../../../src/schemas/plan.js';
import { reportSchema } from '../../../src/schemas/report.js';
import { type UsageFile, usageSchema } from '../../../src/schemas/usage.js';
import { type VerdictFile, verdictSchema } from '../../../src/schemas/verdict.js';
import { createGitHubProgress, createPlainProgress } from '../../../src/support/progress-lines.js';
import { isRepositoryPath } from '../../../src/support/repository-path.js';
import { scanXml } from '../../../src/verifier/results/xml.js';
import { HOSTILE } from '../../support/hostile-strings.js';
import { commandsIn, entriesOf } from '../../support/runner.js';
import { fill, formsOf } from '../../support/schema-sample.js';
import { someEvidence } from './support/evidence.js';
import { liveParts } from './support/rendered.js';

/*
 * Every channel by which text of a run reaches somebody, with every hostile text in every field of the evidence that a
 * schema permits it in. What comes out is parsed as its reader parses it.
 */

const named = HOSTILE.map((text, index) => [`${index}: ${JSON.stringify(text.slice(0, 40))}`, text, index] as const);
const RUN = 'https://github.example/o/r/actions/runs/1';
const KEYS = ['verdict', 'green', 'verified', 'attempts', 'evidence', 'patch', 'report', 'passing-command'];

/** Evidence that holds nothing else; `form` chooses verdict, end and kind where there are several. */
function full(text: string, form: number): PublishableEvidence {
  const journal = Array.from({ length: formsOf(journalSchema) }, (_, of) => fill(journalSchema, text, of));
  const verdict = fill(verdictSchema, text, form) as VerdictFile;
  const plan = fill(planSchema, text, form) as Plan;
  const report = {
    ...(fill(reportSchema, text) as object),
    [text]: [{ [text]: text }, { [text]: { [text]: [text] } }],
  };
  const described = {
    type: 'object',
    title: text,
    description: text,
    properties: { [text]: { title: text, description: text } },
  };
  const patch = {
    text: `diff --git a/${text} b/${text}\n--- a/${text}\n+++ b/${text}\n@@ -1 +1 @@ ${text}\n-${text}\n+${text}\n`,
    bytes: 1,
    sha256: 'a'.repeat(64),
  };
  return someEvidence({
    directory: `/evidence/${text}`,
    manifestSha256: 'a'.repeat(64),
    verdict: { ...verdict, green: form % 2 === 0, verified: form % 3 === 0 },
    plan: { ...plan, report: { ...plan.report, schema: described } },
    usage: fill(usageSchema, text, form) as UsageFile,
    findings: findings(text),
    patch,
    verifierPatch: patch,
    report: { value: report, text: JSON.stringify(report) },
    reportSchema: described,
    journal: journal as JournalRecord[],
    commands: [fill(commandSchema, text, form)] as PublishableEvidence['commands'][number][],
    mcp: [fill(mcpSchema, text, form)] as PublishableEvidence['mcp'][number][],
    warnings: [text],
  });
}

/** With a place in a file and without. */
function findings(text: string): FindingsFile {
  const file = fill(findingsSchema, text) as FindingsFile;
  const each = file.findings.flatMap((finding) => [
    finding,
    { ...finding, path: 'src/a.ts' },
    { ...finding, path: null },
  ]);
  return { ...file, findings: each };
}

function deliveries(text: string): readonly DeliveryState[] {
  return [
    { state: 'delivered', kind: 'commit', url: text, words: text, branch: text, commit: text },
    { state: 'refused', kind: 'pull-request', reason: text, hint: text },
    { state: 'failed', kind: 'commit', code: text, message: text, hint: text },
    { state: 'skipped', kind: 'suggestions', reason: text },
  ];
}

/** Nothing that a terminal, a log's reader or an editor acts on. */
const UNSEEN = /[\0-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]|\p{Cs}/u;

describe('the evidence', () => {
  it('has a hundred texts and more, each in every field that may hold it', () => {
    expect(new Set(HOSTILE).size).toBeGreaterThanOrEqual(100);
    const text = '@octocat\n<b>';
    const { directory: _, ...rest } = full(text, 0);
    const held = JSON.stringify({ ...rest, files: [] }).split(JSON.stringify(text).slice(1, -1)).length - 1;
    expect(held).toBeGreaterThan(300);
  });
});

describe('Markdown', () => {
  const links = { runUrl: RUN, artifactUrl: RUN };

  it.each(named)('%s is text in comments, summaries, check runs and pull requests', (_, text, index) => {
    const evidence = full(text, index);
    const delivery = deliveries(text)[index % 4];
    const pull = {
      number: 7,
      headSha: text,
      headRef: text,
      headRepository: text,
      baseRef: text,
      baseSha: text,
      fork: true,
    };
    const target = { pullRequest: pull, commit: text, branch: text };
    const shown = { ...links, delivery, target };
    const check = checkOutput(
      evidence,
      { commit: text, proved: index % 2 === 0 },
      delivery ?? { state: 'skipped', kind: 'none', reason: '' },
      links,
    );
    const change = { sha256: 'a'.repeat(64), workCommit: 'b'.repeat(40), bytes: Buffer.alloc(0), files: [] };
    const documents = {
      comment: renderComment(evidence, { key: text, ...shown }),
      ci: renderCiComment(evidence, text, links),
      summary: renderSummary(evidence, shown),
      check: `${check.summary}\n\n${check.text}`,
      pull: pullBody(evidence, change as never, links, { branch: text })
        .replace('<!-- cleanroom-action:delivery -->', '')
        .replace(/<!-- cleanroom-patch:a{64} -->/, ''),
    };
    for (const [name, markdown] of Object.entries(documents)) {
      expect(liveParts(markdown, [RUN]), name).toEqual([]);
      expect(commandsIn(markdown), name).toEqual([]);
      expect(UNSEEN.test(markdown), name).toBe(false);
    }
    expect(documents.comment.length).toBeLessThanOrEqual(65_536);
    expect(Buffer.byteLength(documents.summary)).toBeLessThan(1024 * 1024);
    for (const part of [check.summary, check.text]) expect(Buffer.byteLength(part)).toBeLessThanOrEqual(65_535);
    // A drawing is made of words of ours.
    for (const [, drawing = ''] of documents.summary.matchAll(/^```mermaid\n([\s\S]*?)^```$/gm)) {
      expect(drawing).toMatch(
        /^(?:%%\{init: \{"gantt": \{"leftPadding": 150\}\}\}%%\n)?(?: {4}[\w %:,./–-]+\n|gantt\n)+$/,
      );
    }
  });

  it.each(named)('%s is one line, or plain words, where nothing is rendered', (_, text, index) => {
    const evidence = full(text, index);
    const { title } = checkOutput(
      evidence,
      { commit: text, proved: false },
      { state: 'skipped', kind: 'none', reason: text },
      links,
    );
    expect(title).toMatch(/^[^\n\r]{1,140}$/);
    for (const one of annotationsOf(evidence)) {
      expect(isRepositoryPath(one.path)).toBe(true);
      expect(UNSEEN.test(one.title + one.message)).toBe(false);
      expect(one.title.length).toBeLessThanOrEqual(255);
      expect(Buffer.byteLength(one.message)).toBeLessThanOrEqual(65_536);
      expect(one.end_line).toBeGreaterThanOrEqual(one.start_line);
    }
    const change = { sha256: 'a'.repeat(64), workCommit: 'b'.repeat(40) } as never;
    expect(commitMessage(change, { runUrl: text })).toMatch(
      /^Apply verified change a{12}\n\nThe verifier passes with it in a pristine room\.\n\nCleanroom-Patch: a{64}\nCleanroom-Base: b{40}\n$/,
    );
    expect(branchName(change, { branch: text })).toMatch(/^cleanroom\/[A-Za-z0-9-]{1,60}$/);
    expect(pullTitle({ branch: text })).toMatch(/^Verified change for [A-Za-z0-9._/-]{0,80}$/);
  });
});

describe('files that other programs read', () => {
  it.each(named)('%s sets no output of the step', (_, text, index) => {
    const state: ChannelState = { state: 'failed', code: text, message: text, hint: text };
    const delivery = deliveries(text)[index % 4] as DeliveryState;
    const outputs = outputsOf(full(text, index), { comment: state, check: state, delivery });
    expect(entriesOf(formatOutputs(outputs))).toEqual(outputs);
    expect(Object.keys(outputs)).toEqual(expect.arrayContaining(KEYS));
    // A delimiter that somebody foresaw is not used.
    if (!/^[^\n\r]+$/.test(text)) return;
    const foreseen = [text, 'cleanroom_1'];
    const one = { summary: `a\n${text}\ngreen=true` } as Outputs;
    expect(entriesOf(formatOutputs(one, () => foreseen.shift() ?? 'cleanroom_2'))).toEqual(one);
  });

  it.each(named)('%s stays a string of JSON and XML', (_, text, index) => {
    const evidence = full(text, index);
    const elements: string[] = [];
    const xml = junitXml(evidence);
    const whole = scanXml(xml, { open: (name) => elements.push(name) > 0, close: () => {} });
    expect(whole).toBe(true);
    expect(
      [...new Set(elements)].sort().filter((name) => !['failure', 'skipped', 'system-out'].includes(name)),
    ).toEqual(['testcase', 'testsuite', 'testsuites']);
    expect(xml).not.toMatch(/<!|<\?(?!xml version="1\.0" encoding="UTF-8"\?>\n)/);
    expect(UNSEEN.test(xml)).toBe(false);
    const quality = JSON.parse(codeQuality(evidence.findings)) as readonly object[];
    for (const one of quality) {
      expect(Object.keys(one).sort()).toEqual(['check_name', 'description', 'fingerprint', 'location', 'severity']);
    }
    const { plan, verdict } = evidence;
    const sarif = plan && sarifOf(findings(text), { plan, verdict });
    expect(JSON.parse(JSON.stringify(sarif))).toEqual(sarif);
    // Viewers of SARIF make links of these, also in what is plain text.
    expect(JSON.stringify(sarif)).not.toMatch(/"text":"(?:[^"\\]|\\.)*?\]\(/);
  });

  let directory: string;
  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'channels-'));
  });
  afterAll(() => rm(directory, { recursive: true, force: true }));

  it('of the page are blocks of base64, whatever they hold', async () => {
    const all = HOSTILE.filter((text) => text.length < 1000).join('\n');
    const evidence = join(directory, 'evidence');
    await import('node:fs/promises').then(({ mkdir }) => mkdir(join(evidence, 'logs'), { recursive: true }));
    const files = {
      'verdict.json': JSON.stringify({ reason: all }),
      'plan.json': JSON.stringify({ prompt: { text: all } }),
      'change.patch': all,
      'logs/a.log': all,
    };
    for (const [name, text] of Object.entries(files)) await writeFile(join(evidence, name), text);
    await writeFile(join(evidence, '<script>alert(1)<\u2215script>'), all);
    const template = join(directory, 'template.html');
    await writeFile(template, `<!doctype html><body>${DATA_MARK}</body>`);
    await renderPage({ evidence, template, target: join(directory, 'page.html') });
    const page = await readFile(join(directory, 'page.html'), 'utf8');
    const body = page.slice('<!doctype html><body>'.length, -'</body>'.length);
    const blocks = body.trimEnd().split('\n');
    const read = new Map<string, Buffer>();
    for (const block of blocks) {
      const match = /^<script type="[a-z0-9./+-]+" data-file="(\d+|index)">([A-Za-z0-9+/=]*)<\/script>$/.exec(block);
      expect(match, block.slice(0, 100)).not.toBeNull();
      const [, number = '', data = ''] = match ?? [];
      read.set(
        number,
        Buffer.concat([read.get(number) ?? Buffer.alloc(0), inflateRawSync(Buffer.from(data, 'base64'))]),
      );
    }
    const index = JSON.parse(read.get('index')?.toString() ?? '') as { files: { path: string }[] };
    expect(index.files.map(({ path }) => path).sort()).toEqual(Object.keys(files).sort());
    for (const [number, { path }] of index.files.entries())
      expect(read.get(String(number))?.toString()).toBe(Buffer.from(files[path as keyof typeof files]).toString());
  });
});

describe('logs and terminals', () => {
  it.each(named)('%s is no command of a runner, and nothing to a terminal', (_, text) => {
    let log = '';
    const write = (more: string): void => {
      log += more;
    };
    const progress = createGitHubProgress({ write, token: 'f'.repeat(36) });
    progress.phase(text);
    progress.output(text);
    progress.note(text);
    for (const line of text.split('\n').slice(0, 50)) progress.output(line);
    progress.warn(text);
    progress.close();
    const names = commandsIn(log).map(({ name }) => name);
    expect(names.filter((name) => name !== 'stop-commands')).toEqual(['group', 'warning', 'endgroup']);
    const plain = createPlainProgress({ write });
    log = '';
    for (const say of [plain.phase, plain.output, plain.note, plain.warn]) say(text);
    plain.close();
    expect(commandsIn(log)).toEqual([]);
    expect(UNSEEN.test(log)).toBe(false);
    expect(log).not.toMatch(/##[a-z]*\[/i);
  });

  it.each(named)('%s is plain text in what show prints', async (_, text, index) => {
    const { verdict, plan } = full(text, index);
    const outcome = { verdict: { ...verdict, patch: null, verifierPatch: null }, plan: plan as Plan, evidence: text };
    const words = await showOutcome(outcome);
    expect(UNSEEN.test(words)).toBe(false);
    expect(commandsIn(words)).toEqual([]);
    for (const line of words.split('\n')) expect(line.length).toBeLessThanOrEqual(510);
  });
});
