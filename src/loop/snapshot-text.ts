import type { SnapshotFile } from '../schemas/snapshot.js';
import { escapeInvisible, stripInvisible } from '../support/plain-text.js';

/** A snapshot for a person, as Markdown. Everything that a room wrote stands in a code span or behind a fence. */
export function snapshotText(snapshot: SnapshotFile): string {
  const { agent, room, environment, base, command, output, patch, files, tried, next } = snapshot;
  const hosts = (list: readonly string[]): string => (list.length === 0 ? 'none' : list.map(code).join(', '));
  const sections: readonly (readonly [string, readonly string[]])[] = [
    [
      `Stuck after attempt ${snapshot.attempt}${snapshot.worker === null ? '' : ` of ${snapshot.worker}`}`,
      [
        plain(snapshot.message),
        '',
        'This is where the run stood: what a fresh conversation begins with, and what a person goes on from.',
      ],
    ],
    [
      'The smallest next change',
      [quoted(next.text), '', next.from === 'agent' ? 'The agent says so.' : 'The first failure says so.'],
    ],
    [
      'The last command that failed',
      command === null
        ? ['The verifier has not run on a change.']
        : [
            fenced(command.display, 'sh'),
            '',
            `- Ended: ${command.end}, exit code ${command.exitCode ?? 'none'}${command.signal === null ? '' : `, ${command.signal}`}`,
            `- Words: ${code(JSON.stringify(command.argv))}, directory ${code(command.cwd || '.')}`,
            `- Room ${code(command.room)}, output ${code(command.log)}`,
          ],
    ],
    [
      'What it printed',
      output.withheld
        ? ['It is the hidden verifier: its output is in its log alone.']
        : [
            fenced(output.head),
            ...(output.elidedBytes > 0 ? ['', `${output.elidedBytes} bytes are left out here.`] : []),
            ...(output.tail === '' ? [] : ['', fenced(output.tail)]),
          ],
    ],
    [
      'The change so far',
      patch.path === null
        ? ['Nothing is changed.']
        : [
            `${code(patch.path)}, ${patch.bytes} bytes, SHA-256 ${code(patch.sha256 ?? '')}: apply it with ${code(`git apply --binary ${patch.path}`)}.`,
            '',
            ...files.map(
              ({ path, status, added, deleted }) =>
                `- ${code(path)} ${status}${added === null ? ', binary' : ` +${added} −${deleted}`}`,
            ),
          ],
    ],
    [
      'What was tried',
      [
        fenced(
          tried
            .map(
              (one) =>
                `${one.attempt}${one.fresh ? ' (fresh)' : ''} ${one.outcome}, ${one.files} files +${one.added} −${one.deleted}: ${plain(one.summary)}`,
            )
            .join('\n'),
        ),
      ],
    ],
    [
      'Room and environment',
      [
        `- Agent ${code(`${agent.name} ${agent.version}`.trim())}, model ${agent.model === null ? 'its own default' : code(agent.model)}`,
        `- Room ${code(room.name)} of ${code(room.backend)}, ${Math.round(environment.memoryBytes / 1_048_576)} MiB, ${Math.round(environment.attemptMs / 1000)} s an attempt`,
        `- Work commit ${code(base.workCommit)}, trusted commit ${code(base.trustedCommit)}, tree ${code(base.tree)}`,
        `- Hosts of the agent: ${hosts(environment.agentHosts)}; of the verifier: ${hosts(environment.proofHosts)}; refused: ${hosts(environment.refusedHosts)}`,
        `- Variables: ${hosts(environment.variables)}; writable: ${environment.writable === null ? 'everything' : hosts(environment.writable)}`,
      ],
    ],
    ['Task', [fenced(snapshot.task)]],
  ];
  return `${sections.map(([title, lines], index) => `${index === 0 ? '#' : '##'} ${title}\n\n${lines.join('\n')}`).join('\n\n')}\n`;
}

function plain(text: string): string {
  return stripInvisible(text).replace(/\s+/g, ' ').trim();
}

function code(text: string): string {
  return `\`${escapeInvisible(text).replaceAll('`', "'") || ' '}\``;
}

function quoted(text: string): string {
  return fenced(plain(text));
}

/** Behind a fence that is longer than any run of backticks in the text. */
function fenced(text: string, language = ''): string {
  const shown = stripInvisible(text).replace(/\n$/, '');
  const longest = (shown.match(/`+/g) ?? []).reduce((length, run) => Math.max(length, run.length), 2);
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${shown}\n${fence}`;
}
