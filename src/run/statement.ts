import { join } from 'node:path';
import { readRegular } from '../evidence/read-regular.js';
import type { Evidence } from '../evidence/recorder.js';
import { STATEMENT_FILES, statementFiles } from '../evidence/statement.js';

/** Writes the statement over what the run came to, whatever that is. */
export async function writeStatement({ evidence }: { readonly evidence: Evidence }): Promise<void> {
  const files = statementFiles((name, maxBytes) => readRegular(join(evidence.directory, name), maxBytes));
  // All of it is from files that were redacted when they were written.
  const asIs = { shapes: false };
  evidence.writeFile(STATEMENT_FILES.statement, files.statement, asIs);
  evidence.writeFile(STATEMENT_FILES.predicate, files.predicate, asIs);
  evidence.writeFile(STATEMENT_FILES.subjects, files.subjects, asIs);
}
