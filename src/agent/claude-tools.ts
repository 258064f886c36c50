import { isObject } from '../support/json-object.js';
import { MAX_TEXT, text } from './event-values.js';
import type { AgentEvent } from './types.js';

const MAX_REPORT = 1024 * 1024;
/** Calls whose result has not come. */
const MAX_OPEN = 1000;

/** The tool that hands in an answer which follows a schema. */
const ANSWER_TOOL = 'StructuredOutput';
const FILE_TOOLS: ReadonlyMap<string, string> = new Map([
  ['Edit', 'file_path'],
  ['MultiEdit', 'file_path'],
  ['Write', 'file_path'],
  ['NotebookEdit', 'notebook_path'],
]);

interface Call {
  readonly name: string;
  readonly input: unknown;
}

/** Calls of tools, whose beginning and end are two events, as one. */
export class ClaudeTools {
  readonly #open = new Map<string, Call>();
  #report: string | undefined;

  /** The last answer that was handed in by a tool, accepted or not. */
  get report(): string | undefined {
    return this.#report;
  }

  begin(block: Readonly<Record<string, unknown>>): void {
    const { id, name, input } = block;
    if (typeof id !== 'string' || typeof name !== 'string' || this.#open.size >= MAX_OPEN) return;
    this.#open.set(id, { name, input });
    if (name === ANSWER_TOOL) {
      const report = JSON.stringify(input ?? null);
      this.#report = Buffer.byteLength(report) > MAX_REPORT ? undefined : report;
    }
  }

  /** @param detail what the program adds for its own use, such as an interpretation of an exit code */
  result(block: Readonly<Record<string, unknown>>, detail: unknown): AgentEvent[] {
    const id = block['tool_use_id'];
    if (block['type'] !== 'tool_result' || typeof id !== 'string') return [];
    const call = this.#open.get(id);
    if (call === undefined) return [];
    this.#open.delete(id);
    const failed = block['is_error'] === true;
    return this.#event(call, failed, () => exitCode(failed, contentOf(block['content']), detail));
  }

  /** Calls that the end of the turn cut off. */
  end(): AgentEvent[] {
    const events = [...this.#open.values()].flatMap((call) => this.#event(call, null, () => null));
    this.#open.clear();
    return events;
  }

  #event({ name, input }: Call, failed: boolean | null, code: () => number | null): AgentEvent[] {
    const given = isObject(input) ? input : {};
    if (name === 'Bash') return [{ type: 'command', command: text(given['command']), exitCode: code() }];
    // The answer itself is no step of the work; one that was refused is.
    if (name === ANSWER_TOOL && failed !== true) return [];
    const path = FILE_TOOLS.get(name);
    if (path !== undefined && failed === false) return [{ type: 'file-change', paths: [text(given[path])] }];
    // A server's name holds no two underscores in a row.
    const mcp = /^mcp__([^_]+(?:_[^_]+)*)__(.+)$/s.exec(name);
    return [
      {
        type: 'tool',
        name: text(mcp?.[2] ?? name),
        server: mcp?.[1]?.slice(0, MAX_TEXT) ?? null,
        input: text(JSON.stringify(input ?? null)),
        failed,
      },
    ];
  }
}

/** The shell tool fails where its command does, with the exit code in front; some codes it takes for no failure. */
function exitCode(failed: boolean, content: string, detail: unknown): number | null {
  if (failed) {
    const code = /^Exit code (\d{1,3})(?!\d)/.exec(content)?.[1];
    return code === undefined ? null : Number(code);
  }
  if (!isObject(detail)) return 0;
  return detail['interrupted'] === true || typeof detail['returnCodeInterpretation'] === 'string' ? null : 0;
}

function contentOf(content: unknown): string {
  if (typeof content === 'string') return content;
  const [first] = Array.isArray(content) ? content : [];
  return isObject(first) ? text(first['text']) : '';
}
