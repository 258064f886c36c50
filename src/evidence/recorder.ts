import {
  closeSync,
  constants,
  existsSync,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { AuditEvent } from '../audit/types.js';
import type { AccessRecord } from '../broker/types.js';
import type { CommandRecord } from '../commands/types.js';
import type { McpRecord } from '../mcp/types.js';
import type { AccessLogRecord } from '../schemas/access.js';
import type { CommandLogRecord } from '../schemas/command.js';
import type { ExecRecord } from '../schemas/exec.js';
import type { JournalRecord } from '../schemas/journal.js';
import type { McpLogRecord } from '../schemas/mcp.js';
import type { ProbeRecord } from '../schemas/probes.js';
import type { TranscriptRecord } from '../schemas/transcript.js';
import {
  type BoundedLog,
  type BoundedLogOptions,
  type BoundedLogResult,
  createBoundedLog,
} from '../support/bounded-log.js';
import { sha256 } from '../support/canonical-json.js';
import type { Clock } from '../support/clock.js';
import { CleanroomError } from '../support/errors.js';
import type { RedactOptions, Redactor } from '../support/redact.js';
import { boundedLine } from './bounds.js';
import { guarded, makeDirectory } from './directory.js';
import { LineFile } from './line-file.js';
import { buildManifest } from './manifest.js';
import { checkName, EVIDENCE_FILES } from './names.js';
import { readRegular } from './read-regular.js';

export type JournalEvent = JournalRecord['event'];
/** A line of the transcript; `schema` and `time` are added. */
export type TranscriptLine = TranscriptRecord extends infer R
  ? R extends TranscriptRecord
    ? Omit<R, 'schema' | 'time'>
    : never
  : never;
/** What the caller says about an event; `schema`, `seq`, `time` and `event` are added. */
export type JournalData<E extends JournalEvent> = Omit<
  Extract<JournalRecord, { event: E }>,
  'schema' | 'seq' | 'time' | 'event'
>;

export interface EvidenceOptions {
  /** Made with mode 0700. May exist if it is an empty directory. */
  readonly directory: string;
  readonly clock: Clock;
  readonly redactor: Redactor;
  /** Bytes that each log keeps; default 8 MiB. */
  readonly logBytes?: number;
  /** Goes on with a folder that was repaired; undefined: begins one. */
  readonly continued?: ContinuedFolder;
}

/** An evidence folder of an earlier life of the run. */
export interface ContinuedFolder {
  /** 2: the first time that it goes on. */
  readonly life: number;
  /** Complete lines and their bytes, by the name of a file of lines. */
  readonly lines: ReadonlyMap<string, { readonly lines: number; readonly bytes: number }>;
}

/** A file as it is on disk, after redaction. */
export interface EvidenceFile {
  /** Relative to the folder. */
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
  /** Places replaced; a patch with any can no longer be applied. */
  readonly redactions: number;
}

export interface EvidenceLog extends BoundedLog {
  /** Relative to the folder: `logs/attempt-1-agent.log`. */
  readonly path: string;
}

/**
 * The record of one run: a folder that is written as things happen. Everything is redacted before it is written, and
 * whatever moment the process is killed at, every file is complete or, for the last line of the journal and of the
 * access log, cut. All methods throw CleanroomError `evidence.write` when the disk fails and `evidence.name` for a bad name.
 */
export interface Evidence {
  readonly directory: string;
  /** Appends one line to journal.jsonl, at once and with one write call. */
  journal<E extends JournalEvent>(event: E, data: JournalData<E>): void;
  /**
   * Appends one line to access.jsonl; where it cannot be written, it is the next line of the journal that fails. So do lines
   * of commands, MCP servers and the audit. Of this and all other files of lines, what comes after so many is only counted: a
   * room may ask as often as it likes. Rooms that wrote little until then still get a share (`LineFile`).
   */
  access(record: AccessRecord): void;
  /** Appends one line to commands.jsonl. */
  command(record: CommandRecord): void;
  /** Appends one line to mcp.jsonl. */
  mcp(record: McpRecord): void;
  /** Appends one line to exec.jsonl. */
  exec(event: AuditEvent): void;
  /** Appends one line to probes.jsonl. */
  probe(record: Omit<ProbeRecord, 'schema' | 'time'>): void;
  /** Appends one line to transcript.jsonl. */
  transcript(line: TranscriptLine): void;
  /** Writes a JSON document whole or not at all; replaces an older one of the name. */
  writeJson(name: string, value: unknown): EvidenceFile;
  /** Writes bytes whole or not at all; replaces an older file of the name. */
  writeFile(name: string, bytes: Uint8Array | string, options?: RedactOptions): EvidenceFile;
  /** A file of this folder as it is; undefined: it is not there, or larger than that. */
  read(name: string, maxBytes: number): Buffer | undefined;
  /** Opens `logs/NAME`. Each name once in a life of the run; where an earlier life had it, the name says which one this is. */
  log(name: string, onText?: BoundedLogOptions['onText']): EvidenceLog;
  /**
   * Finishes every log and writes manifest.json over all other files, last. Nothing may be written afterwards. Idempotent.
   * @param options `resumable`: what the run needs to go on stays; default: it is removed
   */
  finish(options?: { readonly resumable?: boolean }): Promise<EvidenceFile>;
}

const DEFAULT_LOG_BYTES = 8 * 1024 * 1024;
const MAX_ACCESS_LINES = 20_000;
const MAX_EXEC_LINES = 50_000;
const MAX_EXEC_BYTES = 32 * 1024 * 1024;
const MAX_PROBE_LINES = 10_000;
/** Characters; no string or list in fewer can be over a bound. */
const SHORT_LINE = 2000;
const APPEND = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_APPEND | constants.O_NOFOLLOW;
const APPEND_MORE = constants.O_WRONLY | constants.O_APPEND | constants.O_NOFOLLOW;

/**
 * Makes the folder and its empty journal.
 * @throws CleanroomError `evidence.directory` when it is not a directory of ours or not empty
 */
export function createEvidence(options: EvidenceOptions): Evidence {
  if (options.continued === undefined) makeDirectory(options.directory);
  return guarded(options.directory, () => new EvidenceFolder(options));
}

class EvidenceFolder implements Evidence {
  readonly directory: string;
  readonly #options: EvidenceOptions;
  readonly #journal: number;
  readonly #logs: EvidenceLog[] = [];
  readonly #access = new LineFile(EVIDENCE_FILES.access, MAX_ACCESS_LINES, MAX_EXEC_BYTES);
  readonly #commands = new LineFile(EVIDENCE_FILES.commands, MAX_ACCESS_LINES, MAX_EXEC_BYTES);
  readonly #mcp = new LineFile(EVIDENCE_FILES.mcp, MAX_ACCESS_LINES, MAX_EXEC_BYTES);
  readonly #exec = new LineFile(EVIDENCE_FILES.exec, MAX_EXEC_LINES, MAX_EXEC_BYTES);
  readonly #probes = new LineFile(EVIDENCE_FILES.probes, MAX_PROBE_LINES, MAX_EXEC_BYTES);
  readonly #transcript = new LineFile(EVIDENCE_FILES.transcript, MAX_ACCESS_LINES, MAX_EXEC_BYTES);
  #seq = 0;
  #temporary = 0;
  #sealed = false;
  #failure: unknown;
  #finished: Promise<EvidenceFile> | undefined;

  constructor(options: EvidenceOptions) {
    this.directory = options.directory;
    this.#options = options;
    const { continued } = options;
    for (const file of this.#lineFiles) {
      const before = continued?.lines.get(file.name);
      if (before) file.goOn(before);
    }
    this.#seq = continued?.lines.get(EVIDENCE_FILES.journal)?.lines ?? 0;
    this.#journal = this.#openLines(EVIDENCE_FILES.journal);
  }

  journal<E extends JournalEvent>(event: E, data: JournalData<E>): void {
    this.#append(this.#journal, {
      schema: 'cleanroom/journal/v1',
      seq: this.#seq + 1,
      time: new Date(this.#options.clock.now()).toISOString(),
      event,
      ...data,
    });
    this.#seq++;
  }

  access(record: AccessRecord): void {
    const line: AccessLogRecord = { schema: 'cleanroom/access/v1', ...record };
    this.#told(this.#access, line);
  }

  command(record: CommandRecord): void {
    const line: CommandLogRecord = {
      schema: 'cleanroom/command/v1',
      ...record,
      argv: [...record.argv],
      ran: record.ran === null ? null : [...record.ran],
      files: [...record.files],
    };
    this.#told(this.#commands, line);
  }

  mcp(record: McpRecord): void {
    const line: McpLogRecord = { schema: 'cleanroom/mcp/v1', ...record };
    this.#told(this.#mcp, line);
  }

  exec(event: AuditEvent): void {
    const line = { schema: 'cleanroom/exec/v1', ...event, ...(event.kind === 'exec' ? { argv: [...event.argv] } : {}) };
    this.#told(this.#exec, line as ExecRecord);
  }

  probe(record: Omit<ProbeRecord, 'schema' | 'time'>): void {
    const line: ProbeRecord = {
      schema: 'cleanroom/probes/v1',
      time: new Date(this.#options.clock.now()).toISOString(),
      ...record,
    };
    this.#add(this.#probes, line);
  }

  transcript(line: TranscriptLine): void {
    const time = new Date(this.#options.clock.now()).toISOString();
    this.#add(this.#transcript, { schema: 'cleanroom/transcript/v1', time, ...line });
  }

  writeJson(name: string, value: unknown): EvidenceFile {
    const text = `${JSON.stringify(this.#options.redactor.json(value), null, 2)}\n`;
    return this.#replace(checkName(name), Buffer.from(text), 0);
  }

  writeFile(name: string, bytes: Uint8Array | string, options: RedactOptions = {}): EvidenceFile {
    const input = typeof bytes === 'string' ? Buffer.from(bytes, 'utf8') : bytes;
    const redacted = this.#options.redactor.bytes(input, options);
    return this.#replace(checkName(name), redacted.bytes, redacted.redactions);
  }

  read(name: string, maxBytes: number): Buffer | undefined {
    return readRegular(join(this.directory, checkName(name)), maxBytes);
  }

  log(wanted: string, onText?: BoundedLogOptions['onText']): EvidenceLog {
    this.#assertOpen();
    const { continued } = this.#options;
    const taken = continued !== undefined && existsSync(join(this.directory, EVIDENCE_FILES.logs, wanted));
    const name = taken ? wanted.replace(/(\.log)?$/, `.life-${continued.life}$1`) : wanted;
    const path = `${EVIDENCE_FILES.logs}/${name}`;
    checkName(path);
    const log = guarded(path, () => {
      const directory = join(this.directory, EVIDENCE_FILES.logs, dirname(name));
      mkdirSync(directory, { recursive: true, mode: 0o700 });
      return createBoundedLog({
        directory: join(this.directory, EVIDENCE_FILES.logs),
        name,
        maxBytes: this.#options.logBytes ?? DEFAULT_LOG_BYTES,
        redactor: this.#options.redactor,
        ...(onText ? { onText } : {}),
      });
    });
    const named: EvidenceLog = { path, ...log };
    this.#logs.push(named);
    return named;
  }

  finish({ resumable = false } = {}): Promise<EvidenceFile> {
    this.#finished ??= this.#close(resumable);
    return this.#finished;
  }

  #openLines(name: string): number {
    const more = this.#options.continued?.lines.has(name) === true;
    return openSync(join(this.directory, name), more ? APPEND_MORE : APPEND, 0o600);
  }

  get #lineFiles(): readonly LineFile[] {
    return [this.#access, this.#commands, this.#mcp, this.#exec, this.#probes, this.#transcript];
  }

  async #close(resumable: boolean): Promise<EvidenceFile> {
    const results: PromiseSettledResult<BoundedLogResult>[] = await Promise.allSettled(
      this.#logs.map((log) => log.finish()),
    );
    for (const file of this.#lineFiles) {
      const rooms = [...file.dropped];
      if (rooms.length === 0) continue;
      const what = file === this.#access ? 'requests' : 'lines';
      const sum = rooms.reduce((total, [, dropped]) => total + dropped, 0);
      const whose = rooms.length > 5 ? `${rooms.length} rooms` : rooms.map(([room]) => room).join(', ');
      this.journal('notice', { text: `${file.name} was full: ${sum} more ${what} of ${whose} are not in it` });
    }
    this.#sealed = true;
    closeSync(this.#journal);
    for (const { descriptor } of this.#lineFiles) if (descriptor !== undefined) closeSync(descriptor);
    const manifest = await buildManifest(this.directory, { resumable });
    const file = this.#put(EVIDENCE_FILES.manifest, Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`), 0);
    if (!resumable) rmSync(join(this.directory, EVIDENCE_FILES.resume), { recursive: true, force: true });
    // The manifest is written over what there is; then the caller hears that a log is not whole.
    for (const result of results) if (result.status === 'rejected') throw result.reason;
    return file;
  }

  #add<R extends { readonly room: string }>(file: LineFile, record: R): void {
    if (!file.admits(record.room)) return;
    const path = join(this.directory, file.name);
    file.descriptor ??= guarded(path, () => this.#openLines(file.name));
    file.added(record.room, this.#append(file.descriptor, record));
  }

  /**
   * A line of what works beside the run, such as the audit: nobody there could catch a failure, which would end the process
   * and leave its rooms. The next line of the run itself fails by it.
   */
  #told<R extends { readonly room: string }>(file: LineFile, record: R): void {
    this.#assertOpen();
    try {
      this.#add(file, record);
    } catch (error) {
      this.#failure ??= error;
    }
  }

  #append(fd: number, record: object): number {
    this.#assertOpen();
    const line = Buffer.from(this.#line(record));
    guarded(this.directory, () => {
      // After a line that was cut, another would be glued to it.
      if (this.#failure !== undefined) throw this.#failure;
      try {
        // A folder that is removed takes its open files with it, and nothing else would tell.
        if (fstatSync(fd).nlink === 0) throw new Error('it was removed while the run was at work');
        if (writeSync(fd, line) !== line.length) throw new Error('the disk took only a part of a line');
      } catch (error) {
        this.#failure = error;
        throw error;
      }
    });
    return line.length;
  }

  /** Most lines are short and hold nothing to take out; there can be very many of them. */
  #line(record: object): string {
    const { redactor } = this.#options;
    const text = JSON.stringify(record);
    if (text.length < SHORT_LINE && redactor.text(text) === text) return `${text}\n`;
    return boundedLine(redactor.json(record));
  }

  #replace(name: string, bytes: Buffer, redactions: number): EvidenceFile {
    this.#assertOpen();
    return this.#put(name, bytes, redactions);
  }

  #put(name: string, bytes: Buffer, redactions: number): EvidenceFile {
    const target = join(this.directory, name);
    this.#temporary++;
    // A dot keeps it from ever being a name of its own, and out of the manifest.
    const temporary = join(dirname(target), `.${this.#temporary}.tmp`);
    guarded(target, () => {
      mkdirSync(dirname(target), { recursive: true, mode: 0o700 });
      writeFileSync(temporary, bytes, { mode: 0o600, flag: 'wx' });
      renameSync(temporary, target);
    });
    return { path: name, bytes: bytes.length, sha256: sha256(bytes), redactions };
  }

  #assertOpen(): void {
    if (this.#sealed) {
      throw new CleanroomError('evidence.finished', 'the evidence is finished: nothing can be added to it');
    }
  }
}
