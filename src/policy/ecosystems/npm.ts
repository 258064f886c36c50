import { type Answer, ask, type Source, type ToolHost, Unasked } from './ask.js';

/** A setting in force, its value quoted as JSON; those that another one overrides stand behind a semicolon. */
const SETTING = /^((?:@[^\s:=]+:)?registry) = (".*")/;

/** The registry and the scoped registries of npm's configuration: the user's and the host's, never a project's. */
export async function askNpm(host: ToolHost): Promise<Answer> {
  // As text: the JSON form leaves out every address that holds a password, this one only the password.
  const text = await ask(host, ['npm', 'config', 'list', '--long'], {
    npm_config_loglevel: 'error',
    npm_config_json: 'false',
  });
  const sources = text.split('\n').flatMap((line): Source[] => {
    const [, key, quoted] = SETTING.exec(line) ?? [];
    const url = quoted === undefined ? undefined : unquoted(quoted);
    return key === undefined || url === undefined ? [] : [{ url, via: `npm config ${key}` }];
  });
  if (sources.length === 0) throw new Unasked('npm config list names no registry');
  return { sources, notes: [] };
}

function unquoted(text: string): string | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}
