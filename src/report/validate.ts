import { Ajv, type AnySchema, type ErrorObject, type Options, type ValidateFunction } from 'ajv';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { Ajv2020 } from 'ajv/dist/2020.js';
import formats from 'ajv-formats';
import { withDeadline } from '../support/deadline.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import { isObject } from '../support/json-object.js';
import { escapeInvisible, shorten } from '../support/plain-text.js';
import { describeErrors } from './errors.js';
import { parseReport } from './parse.js';

export { MAX_REPORT_BYTES, MAX_REPORT_DEPTH } from './parse.js';

/** Characters of the largest schema, as JSON. */
export const MAX_SCHEMA_LENGTH = 64 * 1024;

export type Draft = '7' | '2019-09' | '2020-12';

export type ReportCheck =
  | { readonly state: 'valid'; readonly value: unknown }
  /** At most twenty lines for a person or an agent; control characters are spelled out, values cut. */
  | { readonly state: 'invalid'; readonly errors: readonly string[] }
  /** Nothing but white space. */
  | { readonly state: 'missing' };

export interface ReportValidator {
  readonly draft: Draft;
  /** What the schema says and this validator does not know: unknown keywords and formats. Perhaps a slip of the pen. */
  readonly warnings: readonly string[];
  /** Judges the bytes of a report. Never throws, whatever they are. */
  check(bytes: Uint8Array): ReportCheck;
}

export type CompiledReportSchema =
  | { readonly validator: ReportValidator }
  /** What is wrong with the schema, one line each. */
  | { readonly problems: readonly string[] };

const COMPILE_MS = 5_000;
const CHECK_MS = 2_000;
/** Above this a report gets only its first error: collecting all of them could take memory without bound. */
const ALL_ERRORS_BYTES = 32 * 1024;

const DRAFTS: Readonly<Record<string, Draft>> = {
  'json-schema.org/draft-07/schema': '7',
  'json-schema.org/draft/2019-09/schema': '2019-09',
  'json-schema.org/draft/2020-12/schema': '2020-12',
};

/**
 * Compiles a JSON Schema of draft 7, 2019-09 or 2020-12, as its `$schema` says (2020-12 without one). References must
 * stay inside the schema: nothing is ever fetched.
 */
export function compileReportSchema(schema: unknown): CompiledReportSchema {
  if (typeof schema !== 'boolean' && !isObject(schema)) {
    return { problems: ['expected a JSON Schema: an object, true or false'] };
  }
  if (JSON.stringify(schema).length > MAX_SCHEMA_LENGTH) {
    return { problems: [`the schema is longer than ${MAX_SCHEMA_LENGTH} characters`] };
  }
  const draft = draftOf(schema);
  if (draft === undefined) {
    return { problems: ['$schema: expected draft 7, 2019-09 or 2020-12 by its usual address, or no $schema at all'] };
  }
  const warnings = new Set<string>();
  const warn = (message: unknown): void => {
    if (warnings.size < 20) warnings.add(readable(String(message)));
  };
  try {
    return withDeadline(COMPILE_MS, () => {
      const checker = create(draft, { allErrors: true }, () => {});
      if (checker.validateSchema(schema) !== true) {
        const errors = describeErrors(checker.errors ?? []);
        return { problems: errors.map((error) => `schema ${error.replace('(report)', '(root)')}`) };
      }
      // The specification lets a schema hold keywords of others; they are reported, not refused.
      create(draft, { strictSchema: 'log', validateFormats: false }, warn).compile(schema);
      // Two of them: the first is fast and stops at the first error, the second explains small reports in full.
      const first = create(draft, { allErrors: false }, warn).compile(schema);
      const all = create(draft, { allErrors: true }, () => {}).compile(schema);
      return { validator: { draft, warnings: [...warnings], check: (bytes) => check(bytes, first, all) } };
    });
  } catch (error) {
    if (error instanceof CleanroomError) return { problems: [`the schema could not be compiled in ${COMPILE_MS} ms`] };
    return { problems: [readable(messageOf(error))] };
  }
}

function check(bytes: Uint8Array, first: ValidateFunction, all: ValidateFunction): ReportCheck {
  const parsed = parseReport(bytes);
  if (parsed.state === 'missing') return parsed;
  if (parsed.state === 'invalid') return { state: 'invalid', errors: [readable(parsed.error)] };
  const { value } = parsed;
  try {
    return withDeadline(CHECK_MS, () => {
      if (first(value)) return { state: 'valid', value };
      let errors = first.errors ?? [];
      if (bytes.length <= ALL_ERRORS_BYTES && !all(value)) errors = all.errors ?? errors;
      return { state: 'invalid', errors: describeErrors(errors) };
    });
  } catch (error) {
    const why =
      error instanceof CleanroomError && error.code === 'deadline'
        ? `it took longer than ${CHECK_MS} ms; a pattern of the schema may backtrack without end`
        : messageOf(error);
    return { state: 'invalid', errors: [readable(`the report could not be checked: ${why}`)] };
  }
}

function draftOf(schema: boolean | object): Draft | undefined {
  if (typeof schema === 'boolean' || !('$schema' in schema)) return '2020-12';
  if (typeof schema.$schema !== 'string') return undefined;
  const address = schema.$schema.replace(/^https?:\/\//, '').replace(/#$/, '');
  return Object.hasOwn(DRAFTS, address) ? DRAFTS[address] : undefined;
}

/** What the classes for the three drafts have in common. */
interface Validator {
  compile(schema: AnySchema): ValidateFunction;
  validateSchema(schema: AnySchema): unknown;
  readonly errors?: ErrorObject[] | null | undefined;
}

function create(draft: Draft, own: Options, warn: (message: unknown) => void): Validator {
  const options: Options = {
    strict: false,
    logger: { log: warn, warn, error: warn },
    verbose: true,
    // Without it a member named like one of Object.prototype's counts as present in every report.
    ownProperties: true,
    validateSchema: false,
    ...own,
  };
  const ajv = draft === '7' ? new Ajv(options) : draft === '2019-09' ? new Ajv2019(options) : new Ajv2020(options);
  formats.default(ajv);
  return ajv;
}

function readable(text: string): string {
  return shorten(escapeInvisible(text), 400);
}
