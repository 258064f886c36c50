// Builds the report page without data: src/page becomes one HTML file that holds its style and its program, and whose
// policy names both by their digests. The bytes depend on the sources and the lock file alone.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** Where the evidence goes: `DATA_MARK` of src/publish/page/format.ts. */
const DATA_MARK = '<!--cleanroom:data-->';

/**
 * @param {string} root the directory that holds src and node_modules
 * @returns {Promise<{ html: string, packages: string[] }>} the page, and the directories of the packages in it
 */
export async function buildPage(root) {
  const esbuild = createRequire(join(root, 'package.json'))('esbuild');
  const options = { absWorkingDir: root, write: false, minify: true, legalComments: 'none', charset: 'utf8' };
  const script = await esbuild.build({
    ...options,
    entryPoints: ['src/page/main.ts'],
    bundle: true,
    format: 'iife',
    target: ['chrome123', 'firefox120', 'safari17.5'],
    tsconfig: 'src/page/tsconfig.json',
    metafile: true,
  });
  const style = await esbuild.build({ ...options, entryPoints: ['src/page/page.css'] });
  // In HTML these two would change how the rest is read. They stand in literals of grammars, where an escape means the same.
  const program = script.outputFiles[0].text.trim().replaceAll(/<(?=!--|script)/gi, '\\x3C');
  const css = style.outputFiles[0].text.trim();
  if (/<\/script|<!--/i.test(program) || /<\//.test(css))
    throw new Error('the page would end its own program or style');
  const policy = [
    "default-src 'none'",
    `script-src '${digest(program)}'`,
    `style-src '${digest(css)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    // No text ever becomes markup or program, whatever a later change of the page does.
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
  const parts = { POLICY: policy, STYLE: css, SCRIPT: program };
  const html = readFileSync(join(root, 'src/page/page.html'), 'utf8').replace(
    /@(POLICY)@|\/\*@(STYLE|SCRIPT)@\*\//g,
    (_, one, other) => parts[one ?? other],
  );
  if (html.split(DATA_MARK).length !== 2) throw new Error('the page has not exactly one place for data');
  const packages = Object.keys(script.metafile.inputs)
    .filter((path) => path.startsWith('node_modules/'))
    .map((path) => join(root, dirname(path)));
  return { html, packages };
}

function digest(text) {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
