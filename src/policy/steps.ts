import { shellWord } from '../support/shell-word.js';
import { type Field, type FieldReader, isEmpty } from './fields.js';
import type { Uses } from './network.js';

/** How `prepare` is given: text for `/bin/sh -e -c`, or an exact argv. */
export type Step = string | readonly string[];

interface Block {
  readonly command: Step;
  readonly env: readonly (readonly [string, string])[];
}

const MAX_TEXT = 16_384;
const MAX_BLOCKS = 50;
const COMMAND = 'a command as text for a shell, or as a list of a program and its arguments';

/** Reads `sandbox.dependencies` of every generation as one step; undefined without a command. */
export function readDependencies(
  read: FieldReader,
  field: Field,
  uses: Uses,
): { step: Step; field: Field } | undefined {
  if (field.node.kind === 'list') {
    uses('D', field.path);
    return joined(field, readBlocks(read, field));
  }
  let single: Block | undefined;
  let blocks: Block[] | undefined;
  let command: Field | undefined;
  read.map(
    field,
    {
      command: (value) => {
        command = value;
      },
      // Files that a cached result depends on. Nothing is cached between runs here, so it is always fresh.
      key: (value) => read.map(value, { files: (files) => void read.texts(files, 'a list of paths', 500, 1024) }),
      reuse: (value) => {
        uses('C', value.path);
        const { node } = value;
        if (!isEmpty(node) && !(node.kind === 'scalar' && (node.value === 'exact' || node.value === 'portable')))
          read.report(value, 'exact or portable');
      },
      blocks: (value) => {
        uses('D', value.path);
        blocks = readBlocks(read, value);
      },
    },
    'a mapping with command, or a list of blocks',
  );
  if (command !== undefined && blocks !== undefined)
    read.report(command, 'either command or blocks, not both', 'make the command the first block');
  if (command !== undefined) {
    const step = readCommand(read, command);
    if (step !== undefined) single = { command: step, env: [] };
  }
  return joined(command ?? field, single ? [single] : (blocks ?? []));
}

function readBlocks(read: FieldReader, field: Field): Block[] {
  return read.list(field, 'a list of blocks', MAX_BLOCKS).flatMap((item) => {
    let command: Field | undefined;
    let env: Block['env'] = [];
    if (item.node.kind !== 'map') {
      read.report(item, 'a mapping with name and command');
      return [];
    }
    read.map(item, {
      name: (value) => void read.text(value, 'a name', 200),
      command: (value) => {
        command = value;
      },
      // What a block reads decides when a cached result is stale; there is none.
      inputs: (value) => read.map(value, { files: (files) => void read.texts(files, 'a list of paths', 500, 1024) }),
      env: (value) => {
        env = readVariables(read, value);
      },
      outputs: (value) =>
        read.map(value, { dirs: (paths) => readOutputs(read, paths), files: (paths) => readOutputs(read, paths) }),
    });
    if (command === undefined || isEmpty(command.node)) {
      read.missing(item, `${item.path}.command`, COMMAND);
      return [];
    }
    const step = readCommand(read, command);
    return step === undefined ? [] : [{ command: step, env }];
  });
}

function readCommand(read: FieldReader, field: Field): Step | undefined {
  const { node } = field;
  if (isEmpty(node)) return undefined;
  if (node.kind !== 'list') return read.text(field, COMMAND, MAX_TEXT);
  const before = read.problems.length;
  const words = read.texts(field, COMMAND, 500, MAX_TEXT);
  if (words.length === 0 && read.problems.length === before) read.report(field, COMMAND);
  return words.length === 0 || read.problems.length > before ? undefined : words;
}

function readVariables(read: FieldReader, field: Field): [string, string][] {
  const found: [string, string][] = [];
  if (isEmpty(field.node)) return found;
  if (field.node.kind !== 'map') {
    read.report(field, 'a mapping from names to texts');
    return found;
  }
  for (const { key, at, value } of field.node.entries) {
    const path = `${field.path}.${key}`;
    if (!/^[A-Za-z_][A-Za-z0-9_]{0,127}$/.test(key))
      read.report(
        { path: field.path, node: { kind: 'scalar', at, value: key }, at },
        'names of letters, digits and underscores',
      );
    // The value is not shown: it may be what should not have been written there.
    else if (value.kind !== 'scalar' || value.value === null)
      read.report({ path, node: value, at }, 'a text', undefined, '(not shown)');
    else found.push([key, String(value.value)]);
  }
  return found.sort(([a], [b]) => (a < b ? -1 : 1));
}

/** What `prepare` leaves is kept where it lies in the workspace, and nowhere else. */
function readOutputs(read: FieldReader, field: Field): void {
  for (const item of read.list(field, 'a list of paths', 500)) {
    const path = read.text(item, 'a path', 1024);
    if (path === undefined) continue;
    const inside = path === '/workspace' || path.startsWith('/workspace/') || !/^[/$~]/.test(path);
    if (!inside || path.split('/').includes('..'))
      read.report(
        item,
        'a path in the workspace, because nothing else of a prepare step is kept',
        'have the command put its results below the workspace, for example by a cache directory of the tool',
      );
  }
}

/** One step for all blocks, in their order. */
function joined(field: Field, blocks: readonly Block[]): { step: Step; field: Field } | undefined {
  const [first] = blocks;
  if (first === undefined) return undefined;
  if (blocks.length === 1 && first.env.length === 0) return { step: first.command, field };
  return { step: blocks.map(script).join('\n'), field };
}

function script({ command, env }: Block): string {
  const argv = typeof command === 'string' ? ['/bin/sh', '-e', '-c', command] : command;
  const words = env.length === 0 ? argv : ['env', ...env.map(([name, value]) => `${name}=${value}`), ...argv];
  return words.map(shellWord).join(' ');
}
