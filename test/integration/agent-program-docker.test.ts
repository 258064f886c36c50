import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeForRooms } from '../../src/agent/node-program.js';
import { systemOf } from '../../src/agent/platform.js';
import { findProgram } from '../../src/agent/program.js';
import type { AgentRooms, AgentSetup } from '../../src/agent/registry.js';
import { agentRooms } from '../../src/run/agent-rooms.js';
import { runHost } from '../../src/support/process.js';
import { type DockerDaemon, startDocker, unableToRunDocker } from '../support/docker-daemon.js';
import { dockerLab } from '../support/docker-room.js';
import { TEST_LIMITS } from '../support/local-room.js';

const unable = await unableToRunDocker();
/** A program of the image; another one answers with more than anybody wants to read, and a third with nothing at all. */
const PROGRAMS = {
  claude: 'echo "2.0.7 (Claude Code)"',
  opencode: 'while :; do echo yes; done',
  codex: 'exit 1',
  // Rooms need it.
  env: 'exec /usr/bin/env "$@"',
};

describe.skipIf(unable !== undefined)(`the program of an agent in an image${unable ? ` (${unable})` : ''}`, () => {
  let daemon: DockerDaemon;
  let lab: Awaited<ReturnType<typeof dockerLab>>;
  let rooms: AgentRooms;

  beforeAll(async () => {
    daemon = await startDocker();
    const docker = async (args: readonly string[], stdin?: Buffer): Promise<string> => {
      const result = await runHost({ argv: [daemon.program, ...args], env: daemon.env, ...(stdin ? { stdin } : {}) });
      if (result.code !== 0) throw new Error(`docker ${args.join(' ')}: ${result.stderr}`);
      return result.stdout.toString().trim();
    };
    const id = await docker(['create', '--network', 'none', daemon.image, '/bin/sh']);
    const files = Object.entries(PROGRAMS).map(([name, line]) => [`agents/${name}`, `#!/bin/sh\n${line}\n`] as const);
    await docker(['cp', '-', `${id}:/`], tar(files));
    // A PATH on which there is no Node.
    await docker(['commit', '--change', 'ENV PATH=/agents', id, 'with-agents']);
    lab = await dockerLab({ ...daemon, image: 'with-agents' }, 'runc');
    const { backend, host } = lab;
    const facts = { path: backend.path, shows: () => false, scratch: host.scratch, owner: host.identity };
    rooms = agentRooms({ backend, ...facts }, TEST_LIMITS, new AbortController().signal);
  });
  afterAll(async () => {
    await lab?.dispose();
    await daemon?.dispose();
  });

  const setup = (): AgentSetup => ({
    cacheDirectory: '/dev/null/tools',
    npm: '/nonexistent/npm',
    env: {},
    run: runHost,
    platform: { os: process.platform, arch: process.arch },
    node: process.execPath,
    schema: undefined,
    rooms,
  });
  const standard = { version: null, standard: '1.2.3', program: null };

  it('is preferred, with the version that it says', async () => {
    expect(await findProgram('claude', standard, setup())).toEqual({
      argv: ['/agents/claude'],
      layers: [],
      version: '2.0.7',
    });
  });

  it('need not say a version, and cannot say one without end', async () => {
    for (const name of ['opencode', 'codex'] as const)
      expect(await findProgram(name, standard, setup())).toMatchObject({
        argv: [`/agents/${name}`],
        version: '',
      });
  });

  it('is not it where a version was asked for, or the image has none', async () => {
    // What comes next is an installation, which cannot be had here.
    const failed = { code: 'agent.cache' };
    await expect(findProgram('claude', { ...standard, version: '1.2.3' }, setup())).rejects.toMatchObject(failed);
    await expect(findProgram('gemini', standard, setup())).rejects.toMatchObject(failed);
  });

  it('tells its C library, and runs this machine’s Node where it has none', async () => {
    expect(await systemOf({ os: 'linux', arch: process.arch }, rooms.ask)).toMatchObject({ libc: 'glibc' });
    expect(await nodeForRooms('gemini', setup())).toMatchObject({
      program: '/opt/cleanroom/node',
      layers: [{ target: '/opt/cleanroom/node' }],
    });
  });
});

/** A tar archive of executable files. */
function tar(files: readonly (readonly [string, string])[]): Buffer {
  const blocks = files.flatMap(([name, content]) => {
    const header = Buffer.alloc(512);
    const field = (text: string, at: number): number => header.write(text, at, 'latin1');
    field(name, 0);
    field('0000755\0', 100);
    field('0000000\0', 108);
    field('0000000\0', 116);
    field(`${content.length.toString(8).padStart(11, '0')}\0`, 124);
    field('00000000000\0', 136);
    field('        ', 148);
    field('0', 156);
    field('ustar\0', 257);
    const sum = header.reduce((total, byte) => total + byte, 0);
    field(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
    const body = Buffer.alloc(Math.ceil(content.length / 512) * 512);
    body.write(content, 'latin1');
    return [header, body];
  });
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
