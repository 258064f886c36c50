import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { type JournalRecord, journalSchema } from '../schemas/journal.js';
import { CleanroomError, messageOf } from '../support/errors.js';

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
    if (!validate(record) || record.seq !== index + 1) {
      throw new CleanroomError('evidence.journal', `${path}: line ${index + 1} is no journal record`, {
        hint: 'the file was changed after it was written, or by another version',
      });
    }
    return record;
  });
  return { records, torn: complete < text.length };
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
  let fd: number;
  try {
    fd = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (cause) {
    throw fail(messageOf(cause), cause);
  }
  try {
    const status = fstatSync(fd);
    if (!status.isFile()) throw fail('it is no regular file');
    if (status.size > MAX_JOURNAL_BYTES) throw fail(`it is larger than ${MAX_JOURNAL_BYTES} bytes`);
    const buffer = Buffer.alloc(status.size);
    let length = 0;
    while (length < buffer.length) {
      const read = readSync(fd, buffer, length, buffer.length - length, length);
      if (read === 0) break;
      length += read;
    }
    return buffer.toString('utf8', 0, length);
  } finally {
    closeSync(fd);
  }
}
