import { open } from 'node:fs/promises';
import { isAbsolute } from 'node:path';
import { type Answer, ask, type Source, type ToolHost } from './ask.js';

const MAX_MIRROR_LIST = 64 * 1024;

/** The sites of apt's sources, and of the mirror lists that they name on this machine. */
export async function askApt(host: ToolHost): Promise<Answer> {
  // Without release information it lists what apt would fetch; else only what it has fetched already.
  const text = await ask(host, ['apt-get', 'indextargets', '--no-release-info', '--format', '$(SITE)']);
  const sites = [...new Set(text.split('\n').map((line) => line.trim()))].filter((line) => line !== '');
  const sources: Source[] = [];
  const notes: string[] = [];
  for (const site of sites) {
    const list = /^mirror\+file:(?:\/\/)?(\/.*)$/.exec(site)?.[1];
    if (list !== undefined && isAbsolute(list)) sources.push(...(await mirrors(list)));
    else if (/^mirror(?:\+https?)?:/.test(site)) {
      sources.push({ url: site.replace(/^mirror\+/, '').replace(/^mirror:/, 'http:'), via: 'apt mirror list' });
      notes.push('a mirror list on another host names mirrors that are not known here');
    } else sources.push({ url: site, via: 'apt sources' });
  }
  return { sources, notes };
}

/** One URL a line, with options after it. */
async function mirrors(path: string): Promise<Source[]> {
  const file = await open(path).catch(() => undefined);
  if (file === undefined) return [];
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_MIRROR_LIST), 0, MAX_MIRROR_LIST, 0);
    return buffer
      .subarray(0, bytesRead)
      .toString('utf8')
      .split('\n')
      .map((line) => line.trim().split(/\s/)[0] ?? '')
      .filter((url) => url !== '' && !url.startsWith('#'))
      .map((url) => ({ url, via: `apt mirror list ${path}` }));
  } finally {
    await file.close();
  }
}
