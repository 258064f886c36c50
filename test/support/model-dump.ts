import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ModelRequest, Turn } from './scripted-model.js';

const KEY_HEADERS = new Set(['authorization', 'x-api-key', 'x-goog-api-key']);

/** A function that writes each request, without its key, into a file of its own: `0001-responses.json`, … */
export async function dumpInto(directory: string): Promise<(request: ModelRequest, turn: Turn) => Promise<void>> {
  await mkdir(directory, { recursive: true });
  let written = 0;
  return async ({ method, path, headers, body, call }, turn) => {
    written += 1;
    const last =
      path
        .replace(/\?.*$/s, '')
        .split(/[/:]/)
        .at(-1)
        ?.replace(/[^\w.-]/g, '_') || 'root';
    const safe = Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [name, KEY_HEADERS.has(name) ? '(key)' : value]),
    );
    await writeFile(
      join(directory, `${String(written).padStart(4, '0')}-${last}.json`),
      `${JSON.stringify({ method, path, call, headers: safe, body, turn }, null, 2)}\n`,
    );
  };
}
