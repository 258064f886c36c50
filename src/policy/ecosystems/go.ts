import { type Answer, ask, jsonObject, type Source, type ToolHost } from './ask.js';

/** The module proxies and the checksum database of `go env`. */
export async function askGo(host: ToolHost): Promise<Answer> {
  // With a toolchain of its own to fetch, go would do that first.
  const text = await ask(host, ['go', 'env', '-json', 'GOPROXY', 'GOSUMDB', 'GOPRIVATE', 'GONOPROXY'], {
    GOTOOLCHAIN: 'local',
  });
  const env = jsonObject(text, 'go');
  const read = (name: string): string => (typeof env[name] === 'string' ? env[name].trim() : '');
  const sources: Source[] = [];
  const notes: string[] = [];
  for (const proxy of read('GOPROXY').split(/[,|]/)) {
    const name = proxy.trim();
    if (name === 'direct') notes.push('GOPROXY=direct: modules that no proxy has come from hosts of their own');
    else if (name === 'off') notes.push('GOPROXY=off: go downloads nothing more');
    else if (name !== '') sources.push({ url: name, via: 'go env GOPROXY' });
  }
  const sum = read('GOSUMDB');
  // Its name, or its name and its key, perhaps followed by its address.
  const [name = '', url] = sum.split(/\s+/);
  if (sources.length > 0 && sum !== '' && sum !== 'off')
    sources.push({ url: url ?? `https://${name.replace(/\+.*$/, '')}/`, via: 'go env GOSUMDB' });
  if (read('GOPRIVATE') !== '' || read('GONOPROXY') !== '')
    notes.push('GOPRIVATE or GONOPROXY: these modules come from hosts of their own');
  return { sources, notes };
}
