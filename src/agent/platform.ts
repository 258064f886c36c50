import { access, open } from 'node:fs/promises';
import type { Platform } from './npm-packages.js';
import type { AgentRooms } from './setup.js';

/** Where programs that are linked against glibc look for their loader. Part of the platform's binary interface. */
const GLIBC_LOADERS: ReadonlyMap<string, string> = new Map([
  ['x64', '/lib64/ld-linux-x86-64.so.2'],
  ['arm64', '/lib/ld-linux-aarch64.so.1'],
]);
const CPU_INFO_BYTES = 16 * 1024;

/** What of the rooms' system decides between builds of one program: the C library and the processor. */
export async function systemOf(
  { os, arch, libc, avx2 }: Platform,
  ask: AgentRooms['ask'],
): Promise<Pick<Platform, 'libc' | 'avx2'>> {
  if (os !== 'linux') return {};
  return { libc: libc ?? (await libcOf(arch, ask)), avx2: avx2 ?? (arch === 'x64' ? await hasAvx2() : true) };
}

async function libcOf(arch: string, ask: AgentRooms['ask']): Promise<'glibc' | 'musl'> {
  const loader = GLIBC_LOADERS.get(arch);
  if (loader === undefined) return 'glibc';
  const found = ask
    ? (await ask(['/bin/sh', '-c', 'test -e "$1" && echo yes', 'sh', loader], []))?.trim() === 'yes'
    : await access(loader).then(
        () => true,
        () => false,
      );
  return found ? 'glibc' : 'musl';
}

/** The first processor's flags stand for all. An unreadable file promises nothing. */
async function hasAvx2(): Promise<boolean> {
  try {
    const file = await open('/proc/cpuinfo');
    try {
      const { buffer, bytesRead } = await file.read(Buffer.alloc(CPU_INFO_BYTES), 0, CPU_INFO_BYTES, 0);
      return /\savx2\s/.test(buffer.toString('latin1', 0, bytesRead));
    } finally {
      await file.close();
    }
  } catch {
    return false;
  }
}
