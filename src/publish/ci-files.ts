import type { FindingsFile } from '../schemas/findings.js';
import { sha256 } from '../support/canonical-json.js';
import { plainLine, visible } from './neutralise.js';
import type { PublishableEvidence } from './read-evidence.js';
import { VERDICT_WORDS } from './verdict-words.js';

type Finding = FindingsFile['findings'][number];

/** Of the five that GitLab knows. */
const SEVERITY: Readonly<Record<Finding['level'], string>> = { failure: 'major', warning: 'minor', notice: 'info' };
const MAX_DESCRIPTION = 500;
const MAX_TEXT = 8000;

/**
 * The findings as a report of GitLab's code quality; those that name no line are left out, as GitLab shows none without.
 * A fingerprint does not depend on the line, so that a finding stays the same when lines above it change.
 * @see https://docs.gitlab.com/ci/testing/code_quality/#code-quality-report-format
 */
export function codeQuality(findings: FindingsFile | undefined): string {
  const seen = new Map<string, number>();
  const entries = (findings?.findings ?? []).flatMap((finding) => {
    const { path, startLine, endLine } = finding;
    if (path === null || startLine === null) return [];
    const same = sha256(JSON.stringify([finding.source, finding.rule, path, finding.title, finding.message]));
    const before = seen.get(same) ?? 0;
    seen.set(same, before + 1);
    return [
      {
        description: plainLine(described(finding), MAX_DESCRIPTION) || 'no description',
        check_name: plainLine(finding.rule ?? '', 200) || finding.source,
        fingerprint: before === 0 ? same : sha256(`${same} ${before}`),
        severity: SEVERITY[finding.level],
        location: { path: visible(path), lines: { begin: startLine, end: endLine ?? startLine } },
      },
    ];
  });
  return `${JSON.stringify(entries, null, 2)}\n`;
}

function described({ title, message }: Finding): string {
  return title === '' || message.startsWith(title) ? message : `${title}: ${message}`;
}

/**
 * The run as JUnit's XML, which Jenkins, CircleCI and GitLab show as tests: the verdict, and each finding. A finding
 * fails where the run is not green; nothing of a green run does.
 */
export function junitXml(evidence: PublishableEvidence): string {
  const { verdict, findings } = evidence;
  const words = `${verdict.verdict}: ${verdict.reason}${verdict.hint ? ` (${verdict.hint})` : ''}`;
  const neutral = verdict.verdict === 'nothing-to-prove';
  const bad = !verdict.green && !neutral;
  const seconds = (verdict.durationMs / 1000).toFixed(3);
  const sentence = VERDICT_WORDS[verdict.verdict].sentence;
  const ofRun = bad
    ? element('failure', { message: sentence, type: verdict.verdict }, words)
    : neutral
      ? element('skipped', { message: sentence })
      : element('system-out', {}, words);
  const cases = [element('testcase', { classname: 'cleanroom-action', name: 'verdict', time: seconds }, ofRun, true)];
  let failures = bad ? 1 : 0;
  for (const finding of findings?.findings ?? []) {
    const place =
      finding.path === null ? '' : `${finding.path}${finding.startLine === null ? '' : `:${finding.startLine}`}`;
    const text = [place, finding.message].filter((part) => part !== '').join('\n');
    const failed = bad && finding.level === 'failure';
    if (failed) failures += 1;
    const inside = failed
      ? element('failure', { message: plainLine(finding.title), type: finding.level }, text)
      : element('system-out', {}, text);
    const attributes = { classname: plainLine(finding.path ?? finding.source), name: plainLine(finding.title) };
    cases.push(element('testcase', { ...attributes, time: '0' }, inside, true));
  }
  const counts = { tests: String(cases.length), failures: String(failures), skipped: neutral ? '1' : '0' };
  const suite = element(
    'testsuite',
    { name: 'cleanroom-action', ...counts, errors: '0', time: seconds },
    cases.join(''),
    true,
  );
  return `<?xml version="1.0" encoding="UTF-8"?>\n${element('testsuites', {}, suite, true)}`;
}

function element(name: string, attributes: Readonly<Record<string, string>>, content = '', markup = false): string {
  const given = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
  const inside = markup ? `\n${content}` : escaped(visible(content.slice(0, MAX_TEXT)));
  return `<${name}${given.join('')}>${inside}</${name}>\n`;
}

/** What XML 1.0 takes; control characters are visible ones by now, and what else it refuses is left out. */
function escaped(text: string): string {
  return text
    .replace(/[^\t\n\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu, '')
    .replace(/[&<>"']/g, (char) => `&#${char.charCodeAt(0)};`);
}
