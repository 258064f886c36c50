import type { FindingsFile } from '../schemas/findings.js';
import type { Plan } from '../schemas/plan.js';
import type { VerdictFile } from '../schemas/verdict.js';
import { sha256 } from '../support/canonical-json.js';

type Finding = FindingsFile['findings'][number];

/** What GitHub's code scanning shows of one upload; more are dropped there. */
const MAX_RESULTS = 5000;
/** Characters of a result's message that it shows. */
const MAX_MESSAGE = 1024;
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

const LEVELS = { failure: 'error', warning: 'warning', notice: 'note' } as const;

/** Viewers make links of `[words](address)` in messages too, and the format knows no half of a character. */
function plainText(text: string): string {
  return wellFormed(text.replace(/\](?=\()/g, '] '));
}

function wellFormed(text: string): string {
  return text.replace(/\p{Cs}/gu, '\ufffd');
}

/** The findings that have a place, as SARIF 2.1.0 in the form that GitHub's code scanning takes. */
export function sarifOf(
  { findings }: FindingsFile,
  { plan, verdict }: { readonly plan: Plan; readonly verdict: VerdictFile },
): Readonly<Record<string, unknown>> {
  const placed = findings.filter(({ path }) => path !== null).slice(0, MAX_RESULTS);
  const rules = [...new Set(placed.map(ruleOf))];
  const seen = new Map<string, number>();
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: {
          driver: {
            name: 'Cleanroom Action',
            version: plan.tool,
            semanticVersion: plan.tool,
            rules: rules.map((id) => ({ id, name: id, shortDescription: { text: plainText(id) } })),
          },
        },
        originalUriBaseIds: { '%SRCROOT%': { description: { text: 'The root of the repository.' } } },
        columnKind: 'utf16CodeUnits',
        results: placed.map((finding) => {
          const rule = ruleOf(finding);
          return {
            ruleId: rule,
            ruleIndex: rules.indexOf(rule),
            level: LEVELS[finding.level],
            message: {
              text: plainText(finding.message).slice(0, MAX_MESSAGE) || plainText(finding.title) || 'Finding',
            },
            locations: [{ physicalLocation: locationOf(finding) }],
            partialFingerprints: { 'cleanroomFinding/v1': fingerprint(finding, seen) },
            properties: {
              source: finding.source,
              title: finding.title,
              ...(finding.rule === null ? {} : { rule: finding.rule }),
            },
          };
        }),
        automationDetails: { id: `cleanroom/${plan.publish.commentKey}/` },
        properties: {
          verdict: verdict.verdict,
          verified: verdict.verified,
          workCommit: plan.source.workCommit,
          planSha256: verdict.planSha256,
        },
      },
    ],
  };
}

/** `TS2322`, `no-undef`, `lint/style/useConst`: what compilers and linters call a rule. */
const NAMED_RULE = /^(?:[A-Z]{1,8}\d{1,6}|[a-z]{1,40}(?:-[a-z]{1,40}){1,8}|@?[\w-]{1,40}(?:\/[\w-]{1,60}){1,3})$/;

/** Few and lasting: code scanning groups by them. The name of a test is neither, so that is in the result's properties. */
function ruleOf({ source, rule }: Finding): string {
  const lasting = source === 'report' ? /^[\w@./-]{1,100}$/ : NAMED_RULE;
  if (rule !== null && lasting.test(rule)) return `${source}/${rule}`;
  return source === 'verifier' ? 'verifier/failure' : 'report/finding';
}

function locationOf({ path, startLine, endLine }: Finding): Readonly<Record<string, unknown>> {
  const start = startLine ?? 1;
  return {
    artifactLocation: {
      uri: wellFormed(path ?? '')
        .split('/')
        .map(encodeURIComponent)
        .join('/'),
      uriBaseId: '%SRCROOT%',
    },
    region: { startLine: start, endLine: Math.max(start, endLine ?? start) },
  };
}

/** The same for the same finding after lines above it moved; numbered where several are alike. */
function fingerprint(finding: Finding, seen: Map<string, number>): string {
  const { path, title } = finding;
  const digest = sha256([ruleOf(finding), path, title.replace(/\d+/g, '#')].join('\n')).slice(0, 32);
  const count = (seen.get(digest) ?? 0) + 1;
  seen.set(digest, count);
  return `${digest}:${count}`;
}
