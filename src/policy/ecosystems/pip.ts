import { type Answer, ask, jsonObject, type ToolHost, Unasked } from './ask.js';

/** What `pip install` would use, by pip's own reading of its files, its environment and its defaults. */
const PROGRAM = `
import importlib.util, json, sys
if importlib.util.find_spec("pip") is None:
    print('{"pip": false}')
    sys.exit()
from pip._internal.commands import create_command
from pip._internal.models.index import PyPI
options, _ = create_command("install").parse_args([])
print(json.dumps({
    "index": None if options.no_index else options.index_url,
    "extra": [] if options.no_index else list(options.extra_index_urls or []),
    "links": list(options.find_links or []),
    "public": PyPI.netloc,
    "files": PyPI.file_storage_domain,
}))
`;

/** The indexes and link pages of pip's configuration, and the host that keeps the files of the index pip knows itself. */
export async function askPip(host: ToolHost): Promise<Answer> {
  const said = await options(host);
  const texts = (value: unknown): string[] =>
    Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
  const sources: { url: string; via: string }[] = [];
  const notes: string[] = [];
  if (typeof said['index'] === 'string') sources.push({ url: said['index'], via: 'pip index-url' });
  for (const url of texts(said['extra'])) sources.push({ url, via: 'pip extra-index-url' });
  for (const url of texts(said['links'])) {
    if (/^https?:/i.test(url)) sources.push({ url, via: 'pip find-links' });
    else notes.push('pip find-links also names files of this machine, which a room may not have');
  }
  const { public: known, files } = said;
  const isKnown = ({ url }: { url: string }): boolean => URL.canParse(url) && new URL(url).host === known;
  const others = sources.some((source) => !isKnown(source));
  if (typeof files === 'string' && files !== '' && sources.some(isKnown))
    sources.push({ url: `https://${files}/`, via: 'pip’s own file host of that index' });
  if (others) notes.push('an index may keep its files on another host; a refusal in the run names it');
  return { sources, notes };
}

/** What the first interpreter says that has pip. */
async function options(host: ToolHost): Promise<Readonly<Record<string, unknown>>> {
  let failure: unknown;
  for (const name of ['python3', 'python'] as const) {
    try {
      const argv = [name, '-c', PROGRAM] as const;
      const said = jsonObject(await ask(host, [...argv], { PIP_DISABLE_PIP_VERSION_CHECK: '1' }), 'pip');
      if (said['pip'] !== false) return said;
      failure ??= new Unasked(`${name} has no pip`);
    } catch (error) {
      if (!(error instanceof Unasked)) throw error;
      failure ??= error;
    }
  }
  throw failure;
}
