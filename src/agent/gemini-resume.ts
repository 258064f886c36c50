/** Below the room's HOME; beside the folder of conversations. */
export const RESUME_PROGRAM = '.gemini/cleanroom-resume.mjs';

/**
 * A program that the Gemini CLI's Node runs before the CLI goes on with a conversation. The CLI (0.60, 0.61) writes the
 * outcome of each tool down twice, with the call and as a message, and reads both, so that the provider gets two
 * answers to one call and refuses the request (google-gemini/gemini-cli#29365). The program takes the first one out of
 * the record wherever the second one is there, and out of a call the outcomes of its neighbours.
 *
 * @param session of `GEMINI_SESSION`
 */
export function resumeProgram(session: string): string {
  return PROGRAM.replace('SESSION', () => JSON.stringify(session));
}

const PROGRAM = `import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// What the CLI starts has no use for this program.
if (process.env.NODE_OPTIONS === '--import=' + fileURLToPath(import.meta.url)) delete process.env.NODE_OPTIONS;

const session = SESSION;
const projects = new URL('tmp/', import.meta.url);

for (const project of names(projects)) {
  const chats = new URL(encodeURIComponent(project) + '/chats/', projects);
  for (const name of names(chats)) {
    if (!name.endsWith('-' + session.slice(0, 8) + '.jsonl')) continue;
    const file = new URL(encodeURIComponent(name), chats);
    const mended = new URL(encodeURIComponent(name) + '.mended', chats);
    writeFileSync(mended, mend(readFileSync(file, 'utf8')));
    renameSync(mended, file);
  }
}

function names(directory) {
  try {
    return readdirSync(directory);
  } catch {
    return [];
  }
}

function mend(text) {
  const lines = text.split('\\n').map((line) => ({ line, record: parse(line) }));
  const messages = lines.flatMap(({ record }) => [record, ...list(record?.$set?.messages)]);
  const told = new Set(
    messages
      .filter((message) => message?.type === 'user')
      .flatMap((message) => list(message.content))
      .map((part) => part?.functionResponse?.id)
      .filter((id) => typeof id === 'string'),
  );
  for (const message of messages)
    for (const call of list(message?.toolCalls)) {
      if (told.has(call?.id)) delete call.result;
      else if (Array.isArray(call?.result))
        call.result = call.result.filter((part) => (part?.functionResponse?.id ?? call.id) === call.id);
    }
  return lines.map(({ line, record }) => (record === undefined ? line : JSON.stringify(record))).join('\\n');
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function list(value) {
  return Array.isArray(value) ? value : [];
}
`;
