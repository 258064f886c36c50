import { isObject } from '../support/json-object.js';
import { type Command, scriptOrCommand } from './commands.js';
import { accept, type Kind, type Parsed, refuse, show } from './kind.js';
import { MAX_WORKERS } from './variants.js';

/** A part of the task, with what shows that it is done. */
export interface TaskEntry {
  readonly name: string;
  readonly prompt: string;
  readonly verify: Command;
  /** Names of tasks before it, whose changes it finds made. */
  readonly depends: readonly string[];
}

/** Part of the names of rooms and files. */
const NAME = /^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/;
/** Names that the run itself gives to workers. */
const TAKEN = /^(?:c\d+|planner|joint|.*-again)$/;
const MAX_PROMPT = 64 * 1024;
const MAX_JSON = 1024 * 1024;
const FIELDS: readonly string[] = ['name', 'prompt', 'verify', 'depends'];
const EXPECTED =
  'the word plan, or a list of at most 16 tasks, each a mapping with name, prompt, verify and, if need be, depends';

/** Tasks for several workers, or the word `plan` for a planner that makes the list. */
export function taskList(): Kind<'plan' | readonly TaskEntry[]> {
  return {
    expected: EXPECTED,
    placeholder: 'plan|JSON',
    repeatable: false,
    emptyIsValue: false,
    schema: {
      anyOf: [
        { const: 'plan' },
        {
          type: 'array',
          minItems: 1,
          maxItems: MAX_WORKERS,
          items: {
            type: 'object',
            additionalProperties: false,
            required: ['name', 'prompt', 'verify'],
            properties: {
              name: { type: 'string' },
              prompt: { type: 'string' },
              verify: { type: ['string', 'array'], items: { type: 'string' } },
              depends: { type: 'array', items: { type: 'string' } },
            },
          },
        },
      ],
    },
    fromTexts: ([text = '', ...more]) => {
      if (more.length > 0 || text.length > MAX_JSON) return refuse();
      if (text.trim() === 'plan') return accept('plan');
      try {
        return parseTasks(JSON.parse(text));
      } catch {
        return refuse({ given: show(text) });
      }
    },
    fromValue: (value) => (value === 'plan' ? accept('plan') : parseTasks(value)),
  };
}

/** Reads a list of tasks; all that is wrong with it makes one problem. Also for a planner's list, which is hostile. */
export function parseTasks(value: unknown): Parsed<readonly TaskEntry[]> {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_WORKERS) return refuse({ expected: EXPECTED });
  const tasks: TaskEntry[] = [];
  const problems: { readonly given: unknown; readonly expected: string }[] = [];
  for (const [index, entry] of value.entries()) {
    const read = readTask(entry, `task ${index + 1}`, new Set(tasks.map(({ name }) => name)));
    if ('expected' in read) problems.push(read);
    else tasks.push(read);
  }
  if (problems.length === 0) return accept(tasks);
  return refuse({
    given: problems.map(({ given }) => show(given)).join(', '),
    expected: [...new Set(problems.map(({ expected }) => expected))].join('; '),
  });
}

function readTask(
  entry: unknown,
  where: string,
  before: ReadonlySet<string>,
): TaskEntry | { readonly given: unknown; readonly expected: string } {
  if (!isObject(entry)) return { given: entry, expected: `${where} to be a mapping` };
  const other = Object.keys(entry).find((key) => !FIELDS.includes(key));
  if (other !== undefined)
    return { given: other, expected: `${where} to have no other keys than ${FIELDS.join(', ')}` };
  const { name, prompt, verify, depends = [] } = entry;
  if (typeof name !== 'string' || !NAME.test(name) || TAKEN.test(name) || before.has(name))
    return {
      given: name ?? entry,
      expected: `${where} to have a name of its own: lower-case letters, digits and hyphens, not c1, planner, joint or …-again`,
    };
  if (typeof prompt !== 'string' || prompt.trim() === '' || prompt.length > MAX_PROMPT)
    return { given: prompt ?? entry, expected: `${name} to have a prompt of at most 64 KiB` };
  const command = scriptOrCommand().fromValue(verify);
  if (!command.ok || command.value === null)
    return { given: verify ?? entry, expected: `verify of ${name} to be a command for /bin/sh, or a list of strings` };
  if (!Array.isArray(depends) || !depends.every((one) => typeof one === 'string' && before.has(one)))
    return { given: depends, expected: `depends of ${name} to be a list of names of tasks before it` };
  return { name, prompt, verify: command.value, depends: [...new Set(depends as string[])] };
}
