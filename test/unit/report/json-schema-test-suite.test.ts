import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileReportSchema } from '../../../src/report/validate.js';

/** The official JSON-Schema-Test-Suite, as Debian's package libtest-json-schema-acceptance-perl ships it. */
const SUITE = '/usr/share/perl5/auto/share/dist/Test-JSON-Schema-Acceptance/tests';

interface Group {
  readonly description: string;
  readonly schema: unknown;
  readonly tests: readonly { readonly description: string; readonly data: unknown; readonly valid: boolean }[];
}

const DRAFTS = [
  { folder: 'draft7', $schema: 'http://json-schema.org/draft-07/schema#', passes: 833, of: 861 },
  { folder: 'draft2019-09', $schema: 'https://json-schema.org/draft/2019-09/schema', passes: 1125, of: 1176 },
  { folder: 'draft2020-12', $schema: 'https://json-schema.org/draft/2020-12/schema', passes: 1096, of: 1176 },
] as const;

const present = existsSync(SUITE);
if (!present) console.warn(`skipped: the JSON-Schema-Test-Suite is not installed (${SUITE})`);

describe.skipIf(!present)('JSON-Schema-Test-Suite', () => {
  // Required tests only. What fails needs schemas from elsewhere, which are refused on purpose, is `format` as a mere
  // remark where the draft says so, or is a known gap of ajv in $dynamicRef, $recursiveRef and unevaluatedItems.
  it.each(DRAFTS)('$folder: at least $passes of $of', ({ folder, $schema, passes, of }) => {
    let passed = 0;
    let total = 0;
    const failures: string[] = [];
    for (const file of readdirSync(join(SUITE, folder)).filter((name) => name.endsWith('.json'))) {
      for (const group of JSON.parse(readFileSync(join(SUITE, folder, file), 'utf8')) as Group[]) {
        const schema = typeof group.schema === 'object' ? { $schema, ...group.schema } : group.schema;
        const compiled = compileReportSchema(schema);
        for (const test of group.tests) {
          total++;
          const state =
            'problems' in compiled ? undefined : compiled.validator.check(Buffer.from(JSON.stringify(test.data))).state;
          if (state === (test.valid ? 'valid' : 'invalid')) passed++;
          else failures.push(`${file}: ${group.description}: ${test.description}`);
        }
      }
    }
    expect(total).toBe(of);
    expect(passed, failures.join('\n')).toBeGreaterThanOrEqual(passes);
  });
});
