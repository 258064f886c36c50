// Compiles the schemas that publishing validates evidence by into functions, in place of the module of src/ that holds
// none: compiling them is most of the time that a publication takes. Same library, same options, so the same answers.
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '..');
const require = createRequire(import.meta.url);

/** Keywords whose members are schemas by names that anybody may choose. */
const NAMED = new Set(['properties', 'patternProperties', '$defs', 'dependentSchemas']);
/** Keywords whose value is no schema. */
const VALUES = new Set(['const', 'enum', 'required', 'default']);

/** A schema without what only people read: the functions carry their schemas with them. */
function withoutWords(schema) {
  if (Array.isArray(schema)) return schema.map(withoutWords);
  if (typeof schema !== 'object' || schema === null) return schema;
  const kept = Object.entries(schema).filter(([key]) => !['title', 'description', '$schema', '$comment'].includes(key));
  return Object.fromEntries(
    kept.map(([key, value]) => {
      if (VALUES.has(key)) return [key, value];
      if (!NAMED.has(key)) return [key, withoutWords(value)];
      return [key, Object.fromEntries(Object.entries(value).map(([name, one]) => [name, withoutWords(one)]))];
    }),
  );
}

/**
 * The module, as text.
 * @param {{ AJV_OPTIONS: object, SCHEMAS: ReadonlyMap<string, object> }} of as `src/publish/validated-schemas.ts` has them
 * @returns {Promise<string>}
 */
export async function compiledModule({ AJV_OPTIONS, SCHEMAS }) {
  const { Ajv2020 } = require('ajv/dist/2020.js');
  const standalone = require('ajv/dist/standalone').default;
  const ajv = new Ajv2020({ ...AJV_OPTIONS, code: { ...AJV_OPTIONS.code, source: true } });
  // A name of a member of a module; that of a schema may hold anything.
  const members = [...SCHEMAS].map(([name, schema], index) => {
    ajv.addSchema({ ...withoutWords(schema), $id: `v${index}` });
    return { name, member: `v${index}` };
  });
  const code = standalone(ajv, Object.fromEntries(members.map(({ member }) => [member, member])));
  const table = members.map(({ name, member }) => `[${JSON.stringify(name)}, made.${member}]`).join(', ');
  const made = {
    name: 'made',
    setup(build) {
      build.onResolve({ filter: /^made$/ }, () => ({ path: 'made', namespace: 'made' }));
      build.onLoad({ filter: /.*/, namespace: 'made' }, () => ({ contents: code, resolveDir: root }));
    },
  };
  const { outputFiles } = await require('esbuild').build({
    absWorkingDir: root,
    bundle: true,
    format: 'esm',
    legalComments: 'none',
    logLevel: 'warning',
    minify: true,
    platform: 'node',
    plugins: [made],
    stdin: { contents: `import made from 'made';\nexport const COMPILED = new Map([${table}]);\n`, resolveDir: root },
    target: 'node20',
    write: false,
  });
  return outputFiles[0].text;
}

/** @param {string} from folder that the compiler wrote */
export async function compileValidators(from) {
  const schemas = await import(pathToFileURL(join(from, 'publish/validated-schemas.js')).href);
  writeFileSync(join(from, 'publish/compiled-validators.js'), await compiledModule(schemas));
}
