import type { InputProblem } from '../support/errors.js';
import { show } from './kind.js';
import type { SettingsLayer } from './layer.js';
import type { SettingName } from './settings.js';

/** `verify EVIDENCE` as it was typed. */
export interface VerifyLine {
  readonly command: 'verify';
  readonly json: boolean;
  readonly evidence: string;
  readonly repo: string;
  /** The record alone is checked; nothing is run. */
  readonly noProof: boolean;
  /** Prepare and proof may reach the hosts that the plan allows them. */
  readonly allowNetwork: boolean;
  /** A ref of the repository that has to hold the plan's trusted commit; undefined: not asked. */
  readonly trustedRef: string | undefined;
  /** What the change has to be made to; undefined: not asked. */
  readonly ref: string | undefined;
  /** Digests that whoever saw the run knows; undefined: not asked. */
  readonly planSha256: string | undefined;
  readonly manifestSha256: string | undefined;
  /** Files of the hidden verifier; undefined: nobody has them. */
  readonly hiddenFiles: string | undefined;
  /** How often the change has to pass; undefined: once. */
  readonly confirmRuns: number | undefined;
  /** Milliseconds for all that is run; undefined: an hour. */
  readonly timeoutMs: number | undefined;
}

/** Settings that are flags of `verify`. */
export const VERIFY_SETTINGS: readonly SettingName[] = [
  'ref',
  'trusted-ref',
  'hidden-files',
  'confirm-runs',
  'timeout',
];

/** Further flags of it with a value. */
export const VERIFY_DIGESTS = ['plan-sha256', 'manifest-sha256'] as const;

/** And without one. */
export const VERIFY_SWITCHES = ['no-proof', 'allow-network'] as const;

/** Puts a `verify` line together, or says what is wrong with it. */
export function verifyLine(given: {
  readonly evidence: string;
  readonly repo: string;
  readonly json: boolean;
  readonly texts: ReadonlyMap<string, readonly string[]>;
  readonly layer: SettingsLayer;
  readonly problems: readonly InputProblem[];
}): VerifyLine | { readonly command: 'invalid'; readonly json: boolean; readonly problems: readonly InputProblem[] } {
  const { texts, layer, json } = given;
  const problems = [...given.problems];
  const digest = (name: (typeof VERIFY_DIGESTS)[number]): string | undefined => {
    const values = texts.get(name);
    if (values === undefined) return undefined;
    const [value = ''] = values;
    if (values.length === 1 && /^[0-9a-f]{64}$/.test(value)) return value;
    problems.push({ where: `--${name}`, given: show(values.join(', ')), expected: '64 lower-case hexadecimal digits' });
    return undefined;
  };
  const planSha256 = digest('plan-sha256');
  const manifestSha256 = digest('manifest-sha256');
  if (problems.length > 0) return { command: 'invalid', json, problems };
  const { values } = layer;
  return {
    command: 'verify',
    json,
    evidence: given.evidence,
    repo: given.repo,
    noProof: texts.has('no-proof'),
    allowNetwork: texts.has('allow-network'),
    trustedRef: values['trusted-ref'],
    ref: values.ref,
    planSha256,
    manifestSha256,
    hiddenFiles: values['hidden-files'] ?? undefined,
    confirmRuns: values['confirm-runs'],
    timeoutMs: values.timeout,
  };
}
