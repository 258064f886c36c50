import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { Person } from '../support/person.js';
import { marked, uniqueSleep } from '../support/room-conformance.js';

/** A shell as an agent: what an agent can do in its terminal, a shell can. */
const SHELL = {
  '.github/cleanroom.yml':
    'agents:\n  shell:\n    command: env "PS1=@ " bash --norc --noprofile -i\n  sh: {command: sh -c}\n',
  'a.txt': 'a\n',
};

let person: Person | undefined;
afterEach(async () => {
  await person?.dispose();
});

it('is a terminal of the room, as large as the person’s, and follows it', async () => {
  person = await Person.create(SHELL);
  const { code, screen } = await person.terminal('$CLI agent shell; echo "code $?"', [
    [/@ $/, (frames) => frames.write('tty; stty size; echo $TERM; ls /dev/pts\r')],
    [
      /xterm\r\n[\s\S]*@ $/,
      (frames) => {
        frames.resize({ rows: 20, columns: 77 });
        // The shell hears of it by a signal, and asks by its next command.
        frames.write('until stty size | grep -q "20 77"; do :; done; echo fol""lowed\r');
      },
    ],
    [/followed\r\n[\s\S]*@ $/, (frames) => frames.write('exit 7\r')],
  ]);
  expect(screen).toContain('/dev/pts/0\r\n40 111\r\n');
  expect(screen).toContain('code 7');
  expect(code).toBe(0);
});

it('gives Ctrl-C to what is in front in the room, and the person’s terminal back as it was', async () => {
  person = await Person.create(SHELL);
  const sleep = uniqueSleep();
  const { screen } = await person.terminal(
    'before=$(stty -g); $CLI agent shell; echo "code $?"; [ "$before" = "$(stty -g)" ] && echo "as before"',
    [
      [/@ $/, (frames) => frames.write(`sh -c 'echo star""ted; exec sleep ${sleep}'\r`)],
      [/started\r\n/, (frames) => frames.write('\x03')],
      [/\^C[\s\S]*@ $/, (frames) => frames.write('echo "then $?"\r')],
      [/then 130\r\n[\s\S]*@ $/, (frames) => frames.write('\x04')],
    ],
  );
  expect(screen).toContain('then 130');
  expect(screen).toContain('code 0');
  expect(screen).toContain('as before');
  expect(await marked(sleep)).toEqual([]);
});

it.each([
  ['TERM', 143],
  ['HUP', 129],
  ['INT', 130],
])('gives it back when it is ended by SIG%s, and leaves nothing alive', async (signal, code) => {
  person = await Person.create(SHELL);
  const sleep = uniqueSleep();
  const { screen } = await person.terminal(
    `before=$(stty -g); sh -c 'echo "cli $$"; exec $CLI agent shell'; echo "code $?"; [ "$before" = "$(stty -g)" ] && echo "as before"`,
    [
      [/@ $/, (frames) => frames.write(`sh -c 'echo star""ted; exec sleep ${sleep}'\r`)],
      [/started\r\n/, (_frames, shown) => process.kill(Number(/cli (\d+)/.exec(shown)?.[1]), `SIG${signal}`)],
    ],
  );
  expect(screen).toContain(`code ${code}`);
  expect(screen).toContain('as before');
  expect(await marked(sleep)).toEqual([]);
});

it('hangs up when the terminal is closed', async () => {
  person = await Person.create(SHELL);
  const sleep = uniqueSleep();
  const { code } = await person.terminal('exec $CLI agent shell', [
    [/@ $/, (frames) => frames.write(`sh -c 'echo star""ted; exec sleep ${sleep}'\r`)],
    [/started\r\n/, (frames) => frames.end()],
  ]);
  expect(code).toBe(129);
  expect(await marked(sleep)).toEqual([]);
});

it('passes streams on, not a terminal, where one end is none', async () => {
  person = await Person.create(SHELL);
  const { screen } = await person.terminal(
    `echo typed | $CLI agent sh -- 'tty; cat'; $CLI agent sh -- 'tty; [ -t 1 ] || echo none' </dev/null | cat`,
    [],
  );
  expect(screen).toContain('not a tty\r\ntyped');
  expect(screen).toContain('not a tty\r\nnone');
});

it('takes the terminal again when it was stopped and goes on', async () => {
  person = await Person.create(SHELL);
  // As a shell with jobs does it: the terminal is a person's again while the command is stopped.
  const { screen } = await person.terminal(
    `set -m; sh -c 'echo "cli $$"; exec $CLI agent shell'; stty sane
     (until stty -a | grep -q -e -icanon; do sleep 0.1; done; echo "ta""ken") <>/dev/tty & fg %1 >/dev/null; echo "code $?"`,
    [
      [/@ $/, (_frames, shown) => process.kill(Number(/cli (\d+)/.exec(shown)?.[1]), 'SIGSTOP')],
      [/taken/, (frames) => frames.write(`sh -c 'echo star""ted; exec sleep 600'\r`)],
      // Nobody but the room says it, and makes a signal of a key. Before the program runs, that signal would be the shell's.
      [/started\r\n/, (frames) => frames.write('\x03')],
      [/\^C[\s\S]*@ $/, (frames) => frames.write('echo "then $?"; exit 7\r')],
    ],
  );
  expect(screen).toContain('then 130');
  expect(screen.match(/sleep 600/g)).toHaveLength(1);
  expect(screen).toContain('code 7');
});

it('is stopped as a job of the person’s shell when the agent is, and goes on with it', async () => {
  person = await Person.create(SHELL);
  const { screen } = await person.terminal(
    `set -m; before=$(stty -g); $CLI agent sh -- 'echo up; kill -STOP $$; echo ag""ain; exit 3'; echo "then $?"
     [ "$before" = "$(stty -g)" ] && echo "as before"; fg >/dev/null; echo "code $?"; [ "$before" = "$(stty -g)" ] && echo "as at first"`,
    [],
  );
  // 128 + SIGTSTP.
  expect(screen).toMatch(/up\r\n[\s\S]*then 148\r\nas before\r\n[\s\S]*again\r\n[\s\S]*code 3\r\nas at first/);
});

it('ends when it is killed as a stopped job, without the terminal, and its changes are kept', async () => {
  person = await Person.create(SHELL);
  const sleep = uniqueSleep();
  const { screen } = await person.terminal(
    `set -m; $CLI agent sh -- 'sleep ${sleep} & echo x > new; kill -STOP $$; echo ag""ain'; echo "then $?"; kill %1; wait %1; echo "ended $?"`,
    [],
  );
  expect(screen).toMatch(/then 148\r\n[\s\S]*cleanroom: changes of 1 file: [\s\S]*ended 143\r\n/);
  expect(screen).not.toContain('again\r\n');
  expect(await marked(sleep)).toEqual([]);
});

it('ends when the shell goes that it was stopped in, and its changes are kept', async () => {
  person = await Person.create(SHELL);
  const sleep = uniqueSleep();
  const { directory } = person;
  await person.terminal(`set -m; $CLI agent sh -- 'sleep ${sleep} & echo x > new; kill -STOP $$'; exit 5`, []);
  const ended = async (): Promise<void> => {
    expect(await readdir(join(directory, 'state/cleanroom-action/patches'))).toHaveLength(1);
    expect(await readdir(join(directory, 'tmp'))).toEqual([]);
  };
  await vi.waitFor(ended, { timeout: 240_000 });
  expect(await marked(sleep)).toEqual([]);
});

it('is stopped with the script that it is a part of', async () => {
  person = await Person.create(SHELL);
  const { screen } = await person.terminal(`$CLI agent sh -- 'kill -STOP $$; echo ag""ain; exit 3'; echo "code $?"`, [
    // The terminal says that its job was stopped, and takes it up again, as a shell would.
    [/\x1a/, (frames) => frames.goOn()],
  ]);
  expect(screen).toMatch(/again\r\n[\s\S]*code 3/);
});
