import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHost } from '../../src/support/process.js';
import { type DockerDaemon, startDocker, unableToRunDocker } from '../support/docker-daemon.js';
import { Person } from '../support/person.js';

const unable = await unableToRunDocker();
const CONFIG = 'agents:\n  shell: {command: bash --norc --noprofile -i}\n  sh: {command: sh -c}\n';

describe.skipIf(unable !== undefined)(`an agent in a container${unable ? ` (${unable})` : ''}`, () => {
  let daemon: DockerDaemon;
  let person: Person;
  let docker: (...more: string[]) => string[];
  /** HOME stays the person's. */
  let env: Record<string, string>;

  beforeAll(async () => {
    daemon = await startDocker();
    person = await Person.create({ '.github/cleanroom.yml': CONFIG, 'a.txt': 'a\n' });
    env = Object.fromEntries(Object.entries(daemon.env).filter(([name]) => name.startsWith('DOCKER_')));
    docker = (...more) => ['agent', '--room', 'docker', '--image', daemon.image, ...more];
  });
  afterAll(async () => {
    await person?.dispose();
    await daemon?.dispose();
  });

  it('has a terminal there, and its changes and HOME in a kept room, without credentials and without a container', async () => {
    await person.file('.secret', 'the-secret\n');
    await person.configure('agents: {mine: {command: sh -c, credentials: [{source: ~/.secret, target: .d/secret}]}}\n');
    const work =
      'cat ~/.d/secret; cp ~/.d/secret ~/copy; cp ~/copy leaked; echo one > made; echo two > ~/noted; rm a.txt';
    const first = await person.run(docker('--keep', 'mine', work), '', env);
    expect(first, first.stderr).toMatchObject({ code: 0, stdout: 'the-secret\n' });
    const id = /cr-[0-9a-f]{12}/.exec(first.stderr)?.[0] ?? '';
    const flags = docker('--room-id', id, 'shell').slice(1).join(' ');
    const { screen } = await person.terminal(
      `$CLI agent ${flags}; echo "code $?"`,
      [
        [
          /[$#] $/,
          (frames) => frames.write('tty; stty size; ls -A1; cat made ~/noted; ls -A1 ~; echo li""sted; sleep 600\r'),
        ],
        [/listed\r\n/, (frames) => frames.write('\x03')],
        [/\^C[\s\S]*[$#] $/, (frames) => frames.write('echo three >> made; exit 7\r')],
      ],
      env,
    );
    expect(screen).toMatch(/\/dev\/pts\/\d+\r\n40 111\r\n\.git\r\n\.github\r\nmade\r\none\r\ntwo\r\n/);
    expect(screen).not.toMatch(/secret|copy|leaked/);
    expect(screen).toContain('code 7');
    const patch = /changes of \d files?: (\S+)/.exec(screen)?.[1] ?? '';
    expect(await readFile(patch, 'utf8')).toContain('+three');
    const left = await runHost({ argv: [daemon.program, 'ps', '-aq'], env: daemon.env });
    expect({ code: left.code, containers: left.stdout.toString() }).toEqual({ code: 0, containers: '' });
    expect((await person.run(['rooms', 'rm', id])).code).toBe(0);
    expect(await readdir(join(person.directory, 'state/cleanroom-action/rooms'))).toEqual([]);
  });
});
