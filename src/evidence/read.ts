import { Ajv2020 } from 'ajv/dist/2020.js';
import { type JournalRecord, journalSchema } from '../schemas/journal.js';
import { CleanroomError, messageOf } from '../support/errors.js';
import { readRegular } from './read-regular.js';

export interface JournalReading {
  /** Every complete record, in order. */
  readonly records: readonly JournalRecord[];
  /** True when the last line was cut, as by a killed process. It is not among the records. */
  readonly torn: boolean;
}

/** Bytes of the largest journal that is read. */
const MAX_JOURNAL_BYTES = 64 * 1024 * 1024;

/**
 * Reads journal.jsonl of a run that may have been killed, or whose folder may come from elsewhere: every line is
 * checked against its schema, and `seq` must count from 1 without a gap.
 * @throws CleanroomError `evidence.journal` for anything but a cut last line
 */
export function readJournal(path: string): JournalReading {
  const text = readBounded(path);
  const complete = text.lastIndexOf('\n') + 1;
  const lines = complete === 0 ? [] : text.slice(0, complete - 1).split('\n');
  const validate = new Ajv2020({ strict: false }).compile<JournalRecord>(journalSchema);
  const records = lines.map((line, index) => {
    const record = parse(line);
    if (validate(record) && record.seq === index + 1) return record;
    throw new CleanroomError(
      'evidence.journal',
      `${path}: line ${index + 1} is no journal record: ${faultOf(record, index + 1)}`,
      { hint: 'the file was changed after it was written, or by another version' },
    );
  });
  return { records, torn: complete < text.length };
}

/** The first field that is wrong, as far as one can be named. */
function faultOf(record: unknown, seq: number): string {
  if (record === null || typeof record !== 'object') return 'it is no JSON object';
  const fields = record as Record<string, unknown>;
  const wanted: readonly [string, unknown][] = [
    ['schema', 'cleanroom/journal/v1'],
    ['seq', seq],
  ];
  for (const [name, expected] of wanted) {
    if (fields[name] === expected) continue;
    const given = JSON.stringify(fields[name])?.slice(0, 100) ?? 'nothing';
    return `${name} is ${given}, not ${JSON.stringify(expected)}`;
  }
  return `its fields are not those of ${JSON.stringify(fields['event'])?.slice(0, 100) ?? 'an event'}`;
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function readBounded(path: string): string {
  const fail = (why: string, cause?: unknown): CleanroomError =>
    new CleanroomError('evidence.journal', `cannot read ${path}: ${why}`, { cause });
  try {
    const bytes = readRegular(path, MAX_JOURNAL_BYTES);
    if (bytes) return bytes.toString('utf8');
  } catch (cause) {
    throw fail(messageOf(cause), cause);
  }
  throw fail(`it is no regular file of at most ${MAX_JOURNAL_BYTES} bytes`);
}
