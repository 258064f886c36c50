import { ROOM_PATHS } from './types.js';

/** Names of the files of a room's /etc that are ours. */
export const ETC_NAMES = ['passwd', 'group', 'hosts', 'nsswitch.conf', 'resolv.conf'] as const;

/** The files of a room's /etc, by name, for the payload's ids. Nothing answers DNS, and nothing says whom the host asks. */
export function etcFilesOf(uid: number, gid: number): Readonly<Record<(typeof ETC_NAMES)[number], string>> {
  return {
    passwd: `root:x:0:0:root:/nonexistent:/usr/sbin/nologin\nagent:x:${uid}:${gid}:agent:${ROOM_PATHS.home}:/bin/sh\nnobody:x:65534:65534:nobody:/nonexistent:/usr/sbin/nologin\n`,
    group: `root:x:0:\nagent:x:${gid}:\nnogroup:x:65534:\n`,
    hosts: '127.0.0.1 localhost room\n::1 localhost\n',
    'nsswitch.conf': 'passwd: files\ngroup: files\nhosts: files\n',
    'resolv.conf': '',
  };
}
