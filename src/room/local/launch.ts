/**
 * The chain of programs that ends in bubblewrap. The scripts are constants; what varies comes as arguments and as
 * files of the room's own directory, so nothing is ever interpolated into a shell.
 *
 * A room directory holds: `args` (bubblewrap's options, NUL-separated), `seccomp`, `status` (bubblewrap writes the
 * payload's pid and exit code), `block` (a FIFO that holds the payload back), `stdin` (root-built rooms only), `m` and
 * `t` (mount points of the workspace and of what is gone with the room), and links `l0 l1 …`, `u`, `w` to the overlay's layers: relative names need no escaping
 * in mount options and stay short.
 */

/** How the payload gets an identity without power on the host. */
export type Identity =
  /** An ordinary user: everything happens in user namespaces of its own. */
  | { readonly kind: 'self' }
  /** Root: becomes an unprivileged user for good, then as above. */
  | { readonly kind: 'dropped'; readonly uid: number; readonly gid: number }
  /** Root (or sudo) where user namespaces are forbidden: bubblewrap runs as root, the payload is dropped inside. */
  | { readonly kind: 'root-setup'; readonly uid: number; readonly gid: number; readonly sudo: boolean };

/** Descriptors that a parent of ours left open would otherwise reach the payload. */
const CLOSE_DESCRIPTORS = `
for descriptor in /proc/self/fd/*; do
  descriptor=\${descriptor##*/}
  case $descriptor in 0|1|2) ;; *[!0-9]*) ;; *) eval "exec $descriptor>&-" ;; esac
done
`;

const OPEN_FILES = `
exec 3<args 4>status 6<seccomp
if [ -p block ]; then exec 5<>block; fi
`;

/** $1 room directory · $2 overlay options or empty · $3 RLIMIT_FSIZE KiB · $4 RLIMIT_NOFILE · $5 RLIMIT_NPROC or 0 · $6 RLIMIT_DATA KiB or 0 · $7 pid of our caller or 0 · $8 bytes and $9 files of the scratch file system `t`, or 0. */
const MOUNT_AND_LIMIT = `
cd -- "$1"
if [ -n "$2" ]; then mount -t overlay overlay -o "$2" m; fi
if [ "$8" -gt 0 ]; then
  mount -t tmpfs -o "size=$8,nr_inodes=$9,mode=755" tmpfs t
  mkdir -m 1777 t/tmp t/shm t/home
fi
ulimit -c 0 -f "$3" -n "$4"
if [ "$5" -gt 0 ]; then ulimit -u "$5"; fi
if [ "$6" -gt 0 ]; then ulimit -d "$6"; fi
shift 9
`;

/**
 * Then bubblewrap and the command. It runs as the first process of a namespace: when it dies, everything that it
 * started dies, in whatever state. The kernel kills it when unshare(1) dies, and that one when our caller dies; what
 * died before this was asked for has left an orphan, which ends itself.
 */
const INNER = `
set -eu
${CLOSE_DESCRIPTORS}
if [ "$7" != 0 ]; then
  parent=self
  for generation in 1 2; do
    while read -r key value; do if [ "$key" = PPid: ]; then break; fi; done < "/proc/$parent/status"
    parent=$value
  done
  [ "$parent" = "$7" ]
fi
${MOUNT_AND_LIMIT}
${OPEN_FILES}
exec "$@"
`;

/** Binds a root-owned tree so that its owner appears as the room's user, where util-linux is older than 2.39. $unshare: that call's number. */
const IDMAP_PERL = `
use strict; my ($unshare, $src, $dst, $uid, $gid) = @ARGV;
pipe(my $ready, my $tell) or die; pipe(my $hold, my $release) or die;
my $pid = fork(); defined $pid or die;
if (!$pid) { close $release; syscall($unshare, 0x10000000) == 0 or exit 1; syswrite $tell, "x"; sysread $hold, my $b, 1; exit 0 }
close $tell; sysread($ready, my $b, 1) == 1 or die "unshare";
for (["uid_map", $uid], ["gid_map", $gid]) { open(my $f, ">", "/proc/$pid/$_->[0]") or die; syswrite $f, "0 $_->[1] 1\\n" or die "map: $!"; close $f }
open(my $ns, "<", "/proc/$pid/ns/user") or die;
my $path = "$src\\0"; my $fd = syscall(428, -100, $path, 0x1 | 0x80000); $fd >= 0 or die "open_tree: $!";
my $attr = pack("QQQQ", 0x00100000, 0, 0, fileno($ns)); my $empty = "\\0";
syscall(442, $fd, $empty, 0x1000, $attr, 32) == 0 or die "mount_setattr: $!";
my $to = "$dst\\0"; syscall(429, $fd, $empty, -100, $to, 0x4) == 0 or die "move_mount: $!";
syswrite $release, "x"; waitpid $pid, 0;
`;

/** $1 room directory · $2 uid · $3 gid · $4 a Perl program or empty · $5 its first argument · $6 number of binds · $7 number of cgroups · cgroup.procs files … · {idmap|plain, source, target}… · then the program. */
const OUTER = `
set -eu
${CLOSE_DESCRIPTORS}
room=$1 uid=$2 gid=$3 idmap=$4 unshare=$5 binds=$6 cgroups=$7
shift 7
cd -- "$room"
# Joining takes the kernel longer than the mounts: both at once.
join=
if [ "$cgroups" -gt 0 ]; then
  for group in "\${@:1:cgroups}"; do echo $$ > "$group"; done &
  join=$!
  shift "$cgroups"
fi
while [ "$binds" -gt 0 ]; do
  if [ "$1" = plain ]; then
    mount --bind "$2" "$3"
  elif [ -n "$idmap" ]; then
    perl -e "$idmap" "$unshare" "$2" "$3" "$uid" "$gid"
  else
    mount --bind -o "X-mount.idmap=u:0:$uid:1 g:0:$gid:1" "$2" "$3"
  fi
  shift 3
  binds=$((binds - 1))
done
if [ -n "$join" ]; then wait "$join"; fi
exec "$@"
`;

/** Overlayfs leaves a directory of its mounter, root, in the work directory, which our caller could neither enter nor remove. */
const ROOT_CLEAN = `
if [ -n "$overlay" ]; then umount -l m; rm -rf w/work w/index; fi
exit "$code"
`;

/** As INNER, for root without user namespaces. */
const ROOT_INNER = `
set -eu
${CLOSE_DESCRIPTORS}
overlay=$2 code=0
${MOUNT_AND_LIMIT}
"$@" || code=$?
${ROOT_CLEAN}
`;

/**
 * The same for a room that can be killed. Its caller may be an ordinary user, who may not signal root's processes
 * and whose descriptors sudo closes: so the end of our stdin is the order to kill the room, and the payload's input
 * comes from a file. The namespace's first process goes first: while it is being set up it would outlive bubblewrap.
 * The watcher starts no process, because a fork bomb leaves it none: it sleeps on a pipe that never says anything.
 */
const ROOT_SETUP = `
set -eu
${CLOSE_DESCRIPTORS}
exec 8<&0 </dev/null
overlay=$2 code=0
${MOUNT_AND_LIMIT}
exec 9< <(exec cat stdin 8<&-)
${OPEN_FILES}
"$@" <&9 8<&- 9<&- &
room=$!
exec 3<&- 4>&- 5>&- 6<&- 9<&-
exec 7<> <(:)
(
  read -r _ <&8 || :
  first=
  for try in {1..100}; do
    status=
    read -r status < status || :
    case $status in *child-pid*) first=\${status#*child-pid*:} first=\${first# } first=\${first%%[!0-9]*} ;; esac
    if [ -n "$first" ] || ! kill -0 "$room"; then break; fi
    read -r -t 0.01 _ <&7 || :
  done
  if [ -n "$first" ]; then kill -KILL "$first" || :; fi
  kill -KILL "$room"
) >/dev/null 2>&1 &
watch=$!
exec 7<&- 8<&-
wait "$room" || code=$?
kill "$watch" 2>/dev/null || :
${ROOT_CLEAN}
`;

export interface Bind {
  /** `idmap`: root's files appear as the room's user. `plain`: only to make a path reachable. */
  readonly kind: 'idmap' | 'plain';
  readonly source: string;
  /** Relative to the room directory. */
  readonly target: string;
}

export type Idmap = 'mount' | { readonly unshareNumber: number };

export interface LaunchOptions {
  readonly roomDirectory: string;
  /** Overlay mount options with names relative to the room directory; undefined: `m` is already the workspace. */
  readonly overlay: string | undefined;
  readonly fileBytes: number;
  readonly openFiles: number;
  /** RLIMIT_NPROC; 0 where a cgroup counts. */
  readonly processes: number;
  /** RLIMIT_DATA in bytes; 0 where a cgroup counts. */
  readonly dataBytes: number;
  /** Bytes of the room's /tmp, /dev/shm and fresh HOME together; 0: none are made. */
  readonly scratchBytes: number;
  /** Only root can make them. */
  readonly binds: readonly Bind[];
  /** `cgroup.procs` files to join; only root can. */
  readonly cgroups: readonly string[];
  /**
   * True: the program dies with us, and in a root-built room at the end of its standard input, whose content comes
   * from the file `stdin` instead.
   */
  readonly supervised: boolean;
  /** How root's files are shown as the room's user: by mount(8), or by Perl with the number of unshare(2) on this machine. */
  readonly idmap: Idmap;
  /** What runs at the end of the chain: bubblewrap, or another program over the same mounts. */
  readonly program: readonly [string, ...string[]];
}

/** An empty file costs the kernel about a kilobyte that `size=` of a tmpfs does not count. */
const BYTES_PER_SCRATCH_FILE = 4096;
const MIN_SCRATCH_FILES = 4096;

const UNSHARE_USER = ['unshare', '--user', '--map-root-user', '--mount', '--propagation', 'private'] as const;
const AS_FIRST_PROCESS = ['--pid', '--fork', '--kill-child'] as const;
const UNSHARE_MOUNT = ['unshare', '--mount', '--propagation', 'private', '--'] as const;

/** Debian's bash reads ~/.bashrc when its stdin is a socket, as Node's pipes are: `--norc`. */
export const BASH = ['bash', '--norc', '--noprofile', '-c'] as const;

/** The command line that builds the mounts as an identity and then becomes `program`, keeping its pid. */
export function launchCommand(identity: Identity, options: LaunchOptions): [string, ...string[]] {
  const rootScript = options.supervised ? ROOT_SETUP : ROOT_INNER;
  const script = identity.kind === 'root-setup' ? rootScript : INNER;
  const inner = [
    ...BASH,
    script,
    'room',
    options.roomDirectory,
    options.overlay ?? '',
    String(Math.ceil(options.fileBytes / 1024)),
    String(options.openFiles),
    String(options.processes),
    String(Math.ceil(options.dataBytes / 1024)),
    // Root's chain may have sudo between itself and us.
    String(options.supervised && identity.kind !== 'root-setup' ? process.pid : 0),
    String(options.scratchBytes),
    String(Math.max(MIN_SCRATCH_FILES, Math.ceil(options.scratchBytes / BYTES_PER_SCRATCH_FILE))),
    ...options.program,
  ] as const;
  const dieWithUs = options.supervised ? ['--pdeathsig', 'KILL'] : [];
  const user = [...(options.supervised ? AS_FIRST_PROCESS : []), '--', ...inner];
  const [unshare, ...rest] = UNSHARE_USER;
  if (identity.kind === 'self') {
    return options.supervised ? ['setpriv', ...dieWithUs, '--', ...UNSHARE_USER, ...user] : [unshare, ...rest, ...user];
  }
  const binds = options.binds.flatMap((bind) => [bind.kind, bind.source, bind.target]);
  const outer = [
    ...BASH,
    OUTER,
    'room',
    options.roomDirectory,
    String(identity.uid),
    String(identity.gid),
    ...(options.idmap === 'mount' ? ['', ''] : [IDMAP_PERL, String(options.idmap.unshareNumber)]),
    String(options.binds.length),
    String(options.cgroups.length),
    ...options.cgroups,
    ...binds,
  ];
  if (identity.kind === 'dropped') {
    const who = ['--reuid', String(identity.uid), '--regid', String(identity.gid), '--clear-groups'];
    return [...UNSHARE_MOUNT, ...outer, 'setpriv', ...who, ...dieWithUs, '--', ...UNSHARE_USER, ...user];
  }
  const chain = [...UNSHARE_MOUNT, ...outer, ...inner] as const;
  return identity.sudo ? ['sudo', '-n', '--', ...chain] : [...chain];
}

/** The command line that builds the mounts, runs a script of ours over them, and is no room: nothing of anybody else runs in it. */
export function scriptCommand(
  identity: Identity,
  options: Pick<LaunchOptions, 'roomDirectory' | 'overlay' | 'binds' | 'idmap'>,
  script: string,
): [string, ...string[]] {
  return launchCommand(identity, {
    ...options,
    fileBytes: 1 << 30,
    openFiles: 256,
    processes: 0,
    dataBytes: 0,
    scratchBytes: 0,
    cgroups: [],
    supervised: false,
    program: [...BASH, script],
  });
}
