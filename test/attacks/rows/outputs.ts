import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { link, lstat, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { readReportFile } from '../../../src/report/read.js';
import { token } from '../suite/site.js';
import type { Attack, Ground, RunOptions } from '../suite/types.js';

/** What a program leaves in the out directory as `report.json`, and how a careless host takes it. */
interface Output {
  readonly id: string;
  readonly tries: string;
  readonly guard: string;
  /** Run in the out directory. */
  script(ground: Ground): string;
  readonly options?: RunOptions;
  /** On the host, before it is read. */
  arrange?(file: string, ground: Ground): Promise<void>;
  careless(file: string, ground: Ground): Promise<boolean>;
  ours(directory: string, ground: Ground): boolean;
}

const secretOf = ({ site }: Ground): string => site.files['home/.ssh/id_ed25519'] ?? '';
const keyOf = ({ site }: Ground): string => join(site.directory, 'home/.ssh/id_ed25519');

/** Whether our reader gave the secret away. */
const gives = (directory: string, ground: Ground): boolean => {
  const file = readReportFile(directory);
  return file.state === 'read' && file.bytes.includes(secretOf(ground));
};

/** A careless reader, as another program: does it hang? */
async function hangs(argv: readonly [string, ...string[]]): Promise<boolean> {
  const [program, ...args] = argv;
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = await Promise.race([
    once(child, 'exit').then(() => true),
    new Promise<boolean>((resolve) => setTimeout(resolve, 400, false)),
  ]);
  child.kill('SIGKILL');
  return !ended;
}

const OUTPUTS: readonly Output[] = [
  {
    id: 'report-link',
    tries: "have a host's file read as its report, by a link",
    guard: 'opened with O_NOFOLLOW',
    script: (ground) => `ln -s ${keyOf(ground)} report.json`,
    careless: async (file, ground) => (await readFile(file, 'utf8')).includes(secretOf(ground)),
    ours: gives,
  },
  {
    id: 'report-hard-link',
    tries: "have a host's file read as its report, by a second name",
    guard: 'a file with two names is refused',
    script: () => 'true',
    arrange: (file, ground) => link(keyOf(ground), file),
    careless: async (file, ground) => (await readFile(file, 'utf8')).includes(secretOf(ground)),
    ours: gives,
  },
  {
    id: 'report-fifo',
    tries: 'hold the host up by a pipe that nobody writes to',
    guard: 'opened with O_NONBLOCK, regular files only',
    script: () => 'mkfifo report.json',
    careless: (file) => hangs(['cat', file]),
    ours: (directory) => readReportFile(directory).state !== 'refused',
  },
  {
    id: 'report-socket',
    tries: "break the host's reader by a socket",
    guard: 'an answer, not an exception, for everything that is no regular file',
    script: () => '$A bind-socket report.json',
    careless: (file) =>
      readFile(file).then(
        () => false,
        () => true,
      ),
    ours: (directory) => readReportFile(directory).state !== 'refused',
  },
  {
    id: 'report-device',
    tries: 'give the host an endless device to read, by a link',
    guard: 'opened with O_NOFOLLOW, regular files only',
    script: () => 'ln -s /dev/zero report.json',
    careless: (file) => hangs(['cat', file]),
    ours: (directory) => readReportFile(directory).state !== 'refused',
  },
  {
    id: 'report-sparse',
    tries: 'have the host read a file of 50 GB that takes no space',
    guard: 'size limit before and while reading',
    script: () => 'true',
    arrange: async (file) => {
      await writeFile(file, '');
      const { truncate } = await import('node:fs/promises');
      await truncate(file, 50 * 2 ** 30);
    },
    // No reader would survive it: that it would try is enough.
    careless: async (file) => (await stat(file)).isFile() && (await stat(file)).size > 2 ** 30,
    ours: (directory) => readReportFile(directory).state === 'read',
  },
  {
    id: 'report-huge',
    tries: 'have the host take a report of 40 MiB',
    guard: 'size limit before and while reading',
    script: () => 'head -c 40M /dev/zero > report.json',
    careless: async (file) => (await readFile(file)).length > 16 << 20,
    ours: (directory) => {
      const file = readReportFile(directory);
      return file.state === 'read' && file.bytes.length > 16 << 20;
    },
  },
];

async function directoryOf(ground: Ground, real: boolean): Promise<string> {
  return real ? ground.lab.directory() : ground.site.fresh();
}

export const OUTPUT_ATTACKS: readonly Attack[] = [
  ...OUTPUTS.map((output): Attack => {
    const left = async (ground: Ground, real: boolean): Promise<string> => {
      const outDirectory = await directoryOf(ground, real);
      const place = real ? ground.room : ground.without([]);
      await place.run(`cd /run/cleanroom/out && ${output.script(ground)}`, { ...output.options, outDirectory });
      await output.arrange?.(join(outDirectory, 'report.json'), ground);
      return outDirectory;
    };
    return {
      ...{ id: output.id, area: 'hostile outputs', tries: output.tries, guard: output.guard },
      careless: async (ground) => output.careless(join(await left(ground, false), 'report.json'), ground),
      ours: async (ground) => output.ours(await left(ground, true), ground),
    };
  }),
  {
    id: 'report-swap',
    area: 'hostile outputs',
    tries: 'exchange the report for a link between the look at it and the reading of it',
    guard: 'read by one descriptor, after every process of the room is dead',
    careless: (ground) => swapped(ground, false),
    ours: (ground) => swapped(ground, true),
  },
  {
    id: 'output-name',
    area: 'hostile outputs',
    tries: 'have an allowed name lead elsewhere: a link in the place of the out directory itself',
    aboutRooms: true,
    guard: 'the out directory is a mount of the room',
    careless: (ground) => replacedDirectory(ground, false),
    ours: (ground) => replacedDirectory(ground, true),
  },
];

async function swapped(ground: Ground, real: boolean): Promise<boolean> {
  const outDirectory = await directoryOf(ground, real);
  const file = join(outDirectory, 'report.json');
  const place = real ? ground.room : ground.without(['pid-namespace', 'die-with-parent']);
  await place.run(`cd /run/cleanroom/out; echo {} > report.json; $A swap report.json ${keyOf(ground)}; sleep 0.05`, {
    outDirectory,
  });
  try {
    // Where it can work it does so soon, but on a busy machine not at a given number of looks; the program swaps for 30 s.
    const deadline = performance.now() + 25_000;
    for (let turn = 0; real ? turn < 500 : performance.now() < deadline; turn += 1) {
      if (real) {
        if (gives(outDirectory, ground)) return true;
      } else if (
        await lstat(file).then(
          (entry) => entry.isFile(),
          () => false,
        )
      ) {
        if ((await readFile(file, 'utf8').catch(() => '')).includes(secretOf(ground))) return true;
      }
    }
    return false;
  } finally {
    await ground.host.run(`pkill -9 -u ${ground.uid} -f 'attack swap report.json ${keyOf(ground)}'`);
  }
}

/** Removes the directory that the host will look into, and puts a link to another there. */
async function replacedDirectory(ground: Ground, real: boolean): Promise<boolean> {
  const elsewhere = await ground.site.fresh();
  const mark = token('elsewhere');
  await writeFile(join(elsewhere, 'report.json'), mark);
  const parent = real ? await ground.lab.directory() : await ground.site.fresh();
  const script = (out: string): string => `mv ${out} ${out}.old; rmdir ${out}; ln -s ${elsewhere} ${out}; true`;
  if (real) {
    await ground.room.run(script('/run/cleanroom/out'), { outDirectory: parent });
    const file = readReportFile(parent);
    return file.state === 'read' && file.bytes.includes(mark);
  }
  await ground.host.run(`mkdir ${parent}/out; ${script(`${parent}/out`)}`);
  return (await readFile(join(parent, 'out/report.json'), 'utf8')).includes(mark);
}
