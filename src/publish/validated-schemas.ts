import { commandSchema } from '../schemas/command.js';
import { findingsSchema } from '../schemas/findings.js';
import { journalSchema } from '../schemas/journal.js';
import { manifestSchema } from '../schemas/manifest.js';
import { mcpSchema } from '../schemas/mcp.js';
import { planSchema } from '../schemas/plan.js';
import { usageSchema } from '../schemas/usage.js';
import { verdictSchema } from '../schemas/verdict.js';
import { kindsOf } from './kinds.js';

// Our schemas are checked by tests, and each is used for one or a few documents: neither is worth the time here. Shared
// functions and loops are shorter than the same code in every place.
export const AJV_OPTIONS = {
  strict: false,
  allErrors: false,
  meta: false,
  validateSchema: false,
  inlineRefs: false,
  loopRequired: 1,
  loopEnum: 1,
  code: { optimize: false },
} as const;

/** What evidence is validated by, each under a name of its own; of a union the kinds that its records are told apart by. */
export const SCHEMAS: ReadonlyMap<string, object> = new Map(
  Object.entries({
    manifest: manifestSchema,
    verdict: verdictSchema,
    plan: planSchema,
    usage: usageSchema,
    findings: findingsSchema,
    journal: journalSchema,
    command: commandSchema,
    mcp: mcpSchema,
  }).flatMap(([name, schema]): (readonly [string, object])[] => {
    const kinds = kindsOf(schema)?.schemas;
    return kinds ? [...kinds].map(([kind, one]) => [`${name} ${kind}`, one]) : [[name, schema]];
  }),
);
