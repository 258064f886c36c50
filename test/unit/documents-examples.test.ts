import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { parseConfig } from '../../src/config/load.js';
import { parseCommandLine } from '../../src/inputs/command-line.js';
import { describeProblem } from '../../src/support/errors.js';

const root = fileURLToPath(new URL('../../', import.meta.url));
const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', '*.md'], {
  cwd: root,
  encoding: 'utf8',
});
const documents = listed.split('\0').filter((path) => path !== '' && existsSync(join(root, path)));

interface Example {
  readonly where: string;
  readonly text: string;
}

/** Blocks of code in some languages, without what indents them. */
function blocksOf(path: string, languages: readonly string[]): Example[] {
  const text = readFileSync(join(root, path), 'utf8');
  return [...text.matchAll(/^( *)```(\w+)\n([\s\S]*?)^\1```/gm)]
    .filter(([, , language = '']) => languages.includes(language))
    .map(({ 1: indent = '', 3: body = '', index }) => ({
      where: `${path}:${text.slice(0, index).split('\n').length}`,
      text: body.replaceAll(new RegExp(`^${indent}`, 'gm'), ''),
    }));
}

/** A sentence names a command, or one of its flags, without the folder that it is about. */
const isWhole = ({ text }: Example): boolean => !/ (?:show|verify|publish)(?: --.*)?$/.test(text);

/** Words of a line that a person types, up to a comment, a pipe or a redirection. */
function wordsOf(line: string): string[] {
  const words = [...line.matchAll(/((?:'[^']*'|"[^"]*"|[^\s'"])+)/g)].map(([word]) => word);
  const end = words.findIndex((word) => /^(?:#.*|[|;>]|&&)$/.test(word));
  return words.slice(0, end < 0 ? undefined : end).map((word) => word.replace(/'([^']*)'|"([^"]*)"/g, '$1$2'));
}

/** What follows the program's name, wherever a document shows a line that runs it. */
function commandLines(path: string): Example[] {
  const text = readFileSync(join(root, path), 'utf8');
  const inline = [...text.matchAll(/(?<!`)`((?:sudo )?cleanroom-action [^`\n]+)`/g)].map(({ 1: line = '', index }) => ({
    where: `${path}:${text.slice(0, index).split('\n').length}`,
    text: line,
  }));
  const lines = blocksOf(path, ['sh', 'bash', 'console', 'groovy']).flatMap((block) =>
    block.text
      .replaceAll('\\\n', ' ')
      .split('\n')
      .map((line) => ({ where: block.where, text: line })),
  );
  return [...lines, ...inline.filter(isWhole)].flatMap(({ where, text: line }) => {
    const match = /(?:^|[\s|])(?:cleanroom-action|node \S*dist\/cli\.js) (?=[a-z-])(.*)$/.exec(line.trim());
    return match ? [{ where: `${where}: ${line.trim()}`, text: match[1] ?? '' }] : [];
  });
}

/** Keys of files that are none of ours, and of the policy file, which has a test of its own. */
const OTHERS = ['jobs', 'on', 'steps', 'permissions', 'with', 'environment', 'sandbox', 'uses'];

const isMapping = (value: unknown): value is object => typeof value === 'object' && value !== null;

function isConfiguration({ text }: Example): boolean {
  const value: unknown = parse(text);
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    // In a part of a workflow, jobs have names of their own: one may be called as a setting is.
    Object.entries(value).every(([key, of]) => !OTHERS.includes(key) && !(isMapping(of) && 'steps' in of))
  );
}

const commands = documents.flatMap(commandLines);
const configurations = documents.flatMap((path) => blocksOf(path, ['yaml']).filter(isConfiguration));

describe('what documents show', () => {
  it('is found', () => {
    expect(commands.length).toBeGreaterThan(30);
    expect(configurations.length).toBeGreaterThan(15);
  });

  it('is read as a shell would', () => {
    expect(wordsOf(`run --prompt 'Mend it' --verify="npm test" --x # why`)).toEqual([
      ...['run', '--prompt', 'Mend it', '--verify=npm test', '--x'],
    ]);
    expect(wordsOf('show a > b')).toEqual(['show', 'a']);
  });

  it.each(commands)('$where: the command line takes it', ({ text }) => {
    // A digest that is cut short for the reader.
    const words = wordsOf(text).map((word) => (/^[0-9a-f]+…$/.test(word) ? '0'.repeat(64) : word));
    const line = parseCommandLine(words);
    expect('problems' in line ? line.problems.map(describeProblem) : []).toEqual([]);
  });

  it.each(configurations)('$where: a configuration file may hold it', ({ text }) => {
    expect(parseConfig(text, 'cleanroom.yml').problems.map(describeProblem)).toEqual([]);
  });
});
