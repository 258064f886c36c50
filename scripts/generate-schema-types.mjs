// Writes src/schemas/*.ts from schemas/*.schema.json: a TypeScript type and the schema itself as a constant,
// so that a bundle needs no file beside it. `--check` fails when a file is not what it would write.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { compile } from 'json-schema-to-typescript';

const check = process.argv.includes('--check');
const stale = [];

for (const file of readdirSync('schemas').filter((name) => name.endsWith('.schema.json'))) {
  const name = file.replace('.schema.json', '');
  const schema = JSON.parse(readFileSync(`schemas/${file}`, 'utf8'));
  const types = await compile(structuredClone(schema), schema.title, {
    bannerComment: '',
    additionalProperties: false,
    style: { singleQuote: true, printWidth: 120 },
    strictIndexSignatures: false,
  });
  const camel = name.replace(/-(.)/g, (_, letter) => letter.toUpperCase());
  const text = `// Generated from schemas/${file} by \`npm run generate\`. Do not edit.\n\n${types}\nexport const ${camel}Schema: Readonly<Record<string, unknown>> = ${JSON.stringify(schema, null, 2)};\n`;
  const target = `src/schemas/${name}.ts`;
  if (check) {
    let present = '';
    try {
      present = readFileSync(target, 'utf8');
    } catch {}
    if (present !== text) stale.push(target);
  } else {
    mkdirSync('src/schemas', { recursive: true });
    writeFileSync(target, text);
  }
}

if (stale.length > 0) {
  console.error(`not what the schemas say: ${stale.join(', ')}\nrun: npm run generate`);
  process.exit(1);
}
