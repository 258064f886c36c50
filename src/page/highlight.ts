import highlighter from 'highlight.js/lib/core';
import bash from 'highlight.js/lib/languages/bash';
import c from 'highlight.js/lib/languages/c';
import cpp from 'highlight.js/lib/languages/cpp';
import csharp from 'highlight.js/lib/languages/csharp';
import css from 'highlight.js/lib/languages/css';
import dockerfile from 'highlight.js/lib/languages/dockerfile';
import go from 'highlight.js/lib/languages/go';
import ini from 'highlight.js/lib/languages/ini';
import java from 'highlight.js/lib/languages/java';
import javascript from 'highlight.js/lib/languages/javascript';
import json from 'highlight.js/lib/languages/json';
import kotlin from 'highlight.js/lib/languages/kotlin';
import makefile from 'highlight.js/lib/languages/makefile';
import markdown from 'highlight.js/lib/languages/markdown';
import perl from 'highlight.js/lib/languages/perl';
import php from 'highlight.js/lib/languages/php';
import python from 'highlight.js/lib/languages/python';
import ruby from 'highlight.js/lib/languages/ruby';
import rust from 'highlight.js/lib/languages/rust';
import sql from 'highlight.js/lib/languages/sql';
import swift from 'highlight.js/lib/languages/swift';
import typescript from 'highlight.js/lib/languages/typescript';
import xml from 'highlight.js/lib/languages/xml';
import yaml from 'highlight.js/lib/languages/yaml';
import { fields, list, text as textOf } from './values.js';

const LANGUAGES = {
  ...{ bash, c, cpp, csharp, css, dockerfile, go, ini, java, javascript, json, kotlin, makefile, markdown, perl, php },
  ...{ python, ruby, rust, sql, swift, typescript, xml, yaml },
};

const BY_ENDING: Readonly<Record<string, keyof typeof LANGUAGES>> = {
  ...{
    sh: 'bash',
    bash: 'bash',
    zsh: 'bash',
    bats: 'bash',
    c: 'c',
    h: 'c',
    cc: 'cpp',
    cpp: 'cpp',
    cxx: 'cpp',
    hpp: 'cpp',
  },
  ...{
    cs: 'csharp',
    css: 'css',
    scss: 'css',
    less: 'css',
    dockerfile: 'dockerfile',
    go: 'go',
    ini: 'ini',
    toml: 'ini',
  },
  ...{ cfg: 'ini', properties: 'ini', java: 'java', js: 'javascript', cjs: 'javascript', mjs: 'javascript' },
  ...{ jsx: 'javascript', json: 'json', jsonc: 'json', kt: 'kotlin', kts: 'kotlin', mk: 'makefile', md: 'markdown' },
  ...{
    pl: 'perl',
    pm: 'perl',
    php: 'php',
    py: 'python',
    pyi: 'python',
    rb: 'ruby',
    rake: 'ruby',
    rs: 'rust',
    sql: 'sql',
  },
  ...{
    swift: 'swift',
    ts: 'typescript',
    cts: 'typescript',
    mts: 'typescript',
    tsx: 'typescript',
    html: 'xml',
    xml: 'xml',
  },
  ...{ svg: 'xml', vue: 'xml', svelte: 'xml', yaml: 'yaml', yml: 'yaml' },
};

/** The work of a grammar can grow faster than its text, and the text is hostile. */
const MAX_CHARACTERS = 60_000;
const MAX_LINE = 1000;

/** Text of one colour; no scope: plain. */
export interface Piece {
  readonly scope: string;
  readonly text: string;
}

/** The language of a file, by its name; undefined: none that is known here. */
export function languageOf(path: string): string | undefined {
  const name = (path.replace(/"$/, '').split('/').at(-1) ?? '').toLowerCase();
  if (/^(dockerfile|containerfile)/.test(name)) return 'dockerfile';
  if (/^(gnu)?makefile/.test(name)) return 'makefile';
  const ending = name.includes('.') ? (name.split('.').at(-1) ?? '') : '';
  return Object.hasOwn(BY_ENDING, ending) ? BY_ENDING[ending] : undefined;
}

/** Lines as pieces of colour; undefined: they stay plain. */
export function highlight(lines: readonly string[], language: string): readonly (readonly Piece[])[] | undefined {
  if (lines.some((line) => line.length > MAX_LINE)) return undefined;
  const code = lines.join('\n');
  if (code.length > MAX_CHARACTERS) return undefined;
  if (!highlighter.getLanguage(language)) {
    const known = LANGUAGES[language as keyof typeof LANGUAGES];
    if (known === undefined) return undefined;
    for (const [name, grammar] of Object.entries(LANGUAGES)) highlighter.registerLanguage(name, grammar);
  }
  const result = highlighter.highlight(code, { language, ignoreIllegals: true });
  // The tree before it would become HTML. Of another shape than expected, it yields other text, and nothing is coloured.
  const found: Piece[][] = [[]];
  collect(fields(fields(result)['_emitter'])['rootNode'], '', found);
  const same =
    found.length === lines.length && found.every((pieces, at) => pieces.map(({ text }) => text).join('') === lines[at]);
  return same ? found : undefined;
}

function collect(node: unknown, scope: string, into: Piece[][]): void {
  if (typeof node === 'string') {
    node.split('\n').forEach((text, index) => {
      if (index > 0) into.push([]);
      if (text !== '') into.at(-1)?.push({ scope, text });
    });
    return;
  }
  const { scope: own, children } = fields(node);
  const named = textOf(own);
  for (const child of list(children)) collect(child, COLOURS[named.split('.')[0] ?? ''] ?? scope, into);
}

/** Scopes of grammars by the few colours that a page can bear. */
const COLOURS: Readonly<Record<string, string>> = {
  ...{ keyword: 'k', built_in: 'k', literal: 'n', number: 'n', symbol: 'n', string: 's', regexp: 's', char: 's' },
  ...{
    comment: 'c',
    quote: 'c',
    doctag: 'c',
    meta: 'c',
    title: 'f',
    function: 'f',
    class: 'f',
    section: 'f',
    name: 'f',
  },
  ...{
    type: 't',
    attr: 't',
    attribute: 't',
    property: 't',
    tag: 't',
    variable: 'v',
    params: 'v',
    'template-variable': 'v',
  },
  ...{
    subst: '',
    selector: 't',
    bullet: 'k',
    code: 's',
    'selector-tag': 'k',
    'selector-class': 't',
    'selector-id': 't',
  },
};
