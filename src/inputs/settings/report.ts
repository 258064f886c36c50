import { schemaSource } from '../report-schema.js';
import { choice } from '../scalars.js';
import { open } from './definition.js';

/** What the agent hands in. */
export const REPORT_SETTINGS = {
  schema: open(schemaSource(), 'a summary, the changes, and why the agent is blocked if it is', undefined, {
    group: 'report',
    description:
      'JSON Schema that the agent’s report must satisfy: a file of the trusted commit, or the schema itself.',
  }),
  report: open(choice(['required', 'optional']), 'required without verify or with schema, else optional', undefined, {
    group: 'report',
    description: 'Whether a run can be green without a valid report.',
  }),
};
