/**
 * Programs that make a terminal inside a room and run a command in it, for whichever interpreter the room has. The
 * terminal is of the room's own devpts: the person's never enters the room, so that nothing in it can type into theirs.
 *
 * Arguments: rows, columns, then the command. Standard input: frames of one byte (`d` data, `w` a window size: rows and
 * columns, two bytes each, `c` that a stopped command is to go on), four bytes of length, big-endian, and the content; its
 * end hangs the terminal up. Standard output: what the terminal shows. Standard error: \x1a when the command was stopped,
 * and why it could not be started. The exit code is the command's, 128 + n for a signal, 127 or 126 for one that could not
 * be started. All numbers of ioctl(2) are the same on x64 and arm64. The one in Perl loads no module: small images have
 * none.
 *
 * The command is a job of the session's leader, as it is one of a shell's: a command that leads its session itself cannot
 * be stopped by Ctrl-Z, and one that believes it was waits for ever. The leader stops when the command does.
 */
export const PERL_TERMINAL = String.raw`
my ($TCGETS, $TCSETS, $TIOCSCTTY, $TIOCSPGRP, $TIOCSWINSZ, $TIOCGPTN, $TIOCSPTLCK) = (0x5401, 0x5402, 0x540e, 0x5410, 0x5414, 0x80045430, 0x40045431);
my $IUTF8 = 0x4000;
my ($rows, $columns, @command) = @ARGV;
delete $ENV{PERL_BADLANG};
sub fail { my ($what) = @_; print STDERR "terminal: $what: $!\n"; exit 125 }
# The kernel's numbers depend on the machine, which our own program names.
my ($self, $elf);
open($self, '<', '/proc/self/exe') && sysread($self, $elf, 20) == 20 or fail('/proc/self/exe');
my ($setsid, $wait4) = unpack('x18 v', $elf) == 183 ? (157, 260) : (112, 61);
close $self;
# Perl's own waitpid does not tell a process that was stopped from one that ended.
sub waited { my ($pid, $flags) = @_;
  my $status = pack('i', 0);
  my $got = syscall($wait4, $pid, $status, $flags, 0);
  return ($got == $pid, unpack('i', $status));
}
sub stopped { my ($status) = @_; return ($status & 0xff) == 0x7f }
sub code { my ($status) = @_; return $status & 127 ? 128 + ($status & 127) : $status >> 8 }
sub sized { my ($handle, $rows, $columns) = @_; my $size = pack('S4', $rows, $columns, 0, 0); ioctl($handle, $TIOCSWINSZ, $size) }

# O_RDWR and O_NOCTTY.
sysopen(my $master, '/dev/ptmx', 2 | 0x100) or fail('/dev/ptmx');
my $unlock = pack('i', 0);
ioctl($master, $TIOCSPTLCK, $unlock) or fail('unlock');
my $number = pack('I', 0);
ioctl($master, $TIOCGPTN, $number) or fail('number');
my $name = '/dev/pts/' . unpack('I', $number);
# Held open: while nobody has the other end, reading ours fails.
sysopen(my $slave, $name, 2 | 0x100) or fail($name);
my $modes = "\0" x 64;
if (ioctl($slave, $TCGETS, $modes)) {
  my @flags = unpack('L4', $modes);
  substr($modes, 0, 4) = pack('L', $flags[0] | $IUTF8);
  ioctl($slave, $TCSETS, $modes);
}
sized($master, $rows, $columns);

pipe(my $started, my $starting) or fail('pipe');
fcntl($starting, 2, 1);
defined(my $child = fork) or fail('fork');
if (!$child) {
  close $_ for $master, $started;
  syscall($setsid);
  ioctl($slave, $TIOCSCTTY, 0) or fail('controlling terminal');
  $SIG{$_} = 'IGNORE' for qw(PIPE INT QUIT TERM TSTP TTIN TTOU);
  defined(my $job = fork) or fail('fork');
  if (!$job) {
    setpgrp 0, 0;
    ioctl($slave, $TIOCSPGRP, pack('i', $$)) or fail('foreground');
    open(STDIN, '<&', $slave) && open(STDOUT, '>&', $slave) or fail('streams');
    open(STDERR, '>&', $slave) or exit 125;
    $SIG{$_} = 'DEFAULT' for keys %SIG;
    exec { $command[0] } @command;
    syswrite $starting, $! + 0;
    exit 127;
  }
  close $starting;
  $SIG{HUP} = sub { kill 'HUP', -$job; kill 'CONT', -$job };
  while (1) {
    my ($got, $how) = waited($job, 2);
    next if !$got && $! + 0 == 4;
    exit($got ? code($how) : 125) if !$got || !stopped($how);
    kill 'STOP', $$;
    ioctl($slave, $TIOCSPGRP, pack('i', $job));
    kill 'CONT', -$job;
  }
}
close $starting;
my $why = '';
sysread $started, $why, 16;
if ($why ne '') { $! = $why; print STDERR "$command[0]: $!\n"; exit($why == 2 ? 127 : 126) }
close $started;
close $slave;

$SIG{$_} = 'IGNORE' for qw(PIPE HUP INT QUIT TERM TSTP TTIN TTOU);
$SIG{CHLD} = sub {};
fcntl($master, 4, 0x800);
my ($in, $typed, $open, $gone, $status) = ('', '', 1, 0, 0);
# 64 KiB of what was typed and not taken: beyond it no more is read.
my $MOST = 65536;
sub put { my ($bytes) = @_;
  my $at = 0;
  while ($at < length $bytes) {
    my $sent = syswrite STDOUT, $bytes, length($bytes) - $at, $at;
    return if !defined $sent && $! + 0 != 4;
    $at += $sent || 0;
  }
}
sub show { my $got = sysread $master, my $bytes, 65536;
  if ($got) { put($bytes); return 1 }
  # EIO: nobody has the terminal any more.
  return defined $got || $! + 0 == 5 ? 0 : undef;
}
my $shown = 1;
while (1) {
  my ($got, $how) = waited($child, 3);
  if ($got && stopped($how)) { 1 while show(); syswrite STDERR, "\x1a" }
  elsif ($got) { ($gone, $status) = (1, $how) }
  if ($gone) { 1 while show(); last }
  my ($read, $write) = ('', '');
  vec($read, fileno $master, 1) = 1 if $shown;
  vec($read, 0, 1) = 1 if $open && length $typed < $MOST;
  vec($write, fileno $master, 1) = 1 if $typed ne '' && $shown;
  # The end of the command can come between looking for it and waiting here.
  my $ready = select(my $r = $read, my $w = $write, undef, $shown ? 0.2 : 0.02);
  next if $ready <= 0;
  if (vec($r, fileno $master, 1)) { my $more = show(); $shown = 0 if defined $more && !$more }
  if (vec($w, fileno $master, 1)) { my $sent = syswrite $master, $typed; substr($typed, 0, $sent) = '' if $sent }
  if (vec($r, 0, 1)) {
    my $got = sysread STDIN, $in, 65536, length $in;
    if (!$got) {
      next if !defined $got && ($! + 0 == 4 || $! + 0 == 11);
      # The person is gone.
      $open = 0;
      kill 'HUP', -$child;
      kill 'CONT', -$child;
      close $master;
      waitpid $child, 0;
      exit 129;
    }
    while (length $in >= 5) {
      my ($kind, $length) = unpack('a1 N', $in);
      fail('frame') if $length > 1 << 20;
      last if length $in < 5 + $length;
      my $content = substr($in, 5, $length);
      substr($in, 0, 5 + $length) = '';
      if ($kind eq 'd') { $typed .= $content }
      elsif ($kind eq 'w') { sized($master, unpack('n2', $content)) }
      elsif ($kind eq 'c') { kill 'CONT', $child }
    }
  }
}
exit code($status);
`;

/** The same in Python 3, for images that have no Perl. */
export const PYTHON_TERMINAL = String.raw`
import errno, fcntl, os, select, signal, struct, sys, termios
rows, columns, command = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3:]
def sized(handle, rows, columns): fcntl.ioctl(handle, termios.TIOCSWINSZ, struct.pack('4H', rows, columns, 0, 0))
try: master, slave = os.openpty()
except OSError as error: sys.stderr.write('terminal: %s\n' % error); os._exit(125)
modes = termios.tcgetattr(slave)
modes[0] |= 0x4000
termios.tcsetattr(slave, termios.TCSANOW, modes)
sized(master, rows, columns)
def code(status): return 128 + os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
started, starting = os.pipe()
child = os.fork()
if child == 0:
    try:
        os.close(master); os.close(started); os.setsid()
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
        kept = ('PIPE', 'INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU')
        for name in kept: signal.signal(getattr(signal, 'SIG' + name), signal.SIG_IGN)
        job = os.fork()
        if job == 0:
            os.setpgid(0, 0)
            os.tcsetpgrp(slave, os.getpid())
            for number in range(3): os.dup2(slave, number)
            for name in kept + ('XFSZ',): signal.signal(getattr(signal, 'SIG' + name), signal.SIG_DFL)
            os.execvp(command[0], command)
        os.close(starting)
        def hung(*_):
            for name in (signal.SIGHUP, signal.SIGCONT):
                try: os.killpg(job, name)
                except OSError: pass
        signal.signal(signal.SIGHUP, hung)
        while True:
            _, status = os.waitpid(job, os.WUNTRACED)
            if not os.WIFSTOPPED(status): os._exit(code(status))
            os.kill(os.getpid(), signal.SIGSTOP)
            # Hung up meanwhile: the signal for that is on its way.
            try: os.tcsetpgrp(slave, job)
            except OSError: pass
            os.killpg(job, signal.SIGCONT)
    except OSError as error: os.write(starting, str(error.errno).encode())
    os._exit(127)
os.close(starting)
why = os.read(started, 16)
if why:
    sys.stderr.write('%s: %s\n' % (command[0], os.strerror(int(why)))); sys.stderr.flush()
    os._exit(127 if int(why) == errno.ENOENT else 126)
os.close(slave)
for name in ('HUP', 'INT', 'QUIT', 'TERM', 'TSTP', 'TTIN', 'TTOU', 'PIPE'): signal.signal(getattr(signal, 'SIG' + name), signal.SIG_IGN)
wake, waker = os.pipe()
os.set_blocking(waker, False)
signal.set_wakeup_fd(waker)
signal.signal(signal.SIGCHLD, lambda *_: None)
os.set_blocking(master, False)
def put(data):
    while data:
        try: data = data[os.write(1, data):]
        except OSError: return
def show():
    try: data = os.read(master, 65536)
    except BlockingIOError: return None
    except OSError: return False
    put(data)
    return bool(data)
given, typed, shown = b'', b'', True
while True:
    gone, status = os.waitpid(child, os.WNOHANG | os.WUNTRACED)
    if gone and os.WIFSTOPPED(status):
        while show(): pass
        os.write(2, b'\x1a')
    elif gone:
        while show(): pass
        break
    reading = ([master] if shown else []) + [wake] + ([0] if len(typed) < 65536 else [])
    ready, writable, _ = select.select(reading, [master] if typed and shown else [], [], 1)
    if wake in ready: os.read(wake, 512)
    if master in ready and show() is False: shown = False
    if writable:
        try: typed = typed[os.write(master, typed):]
        except OSError: pass
    if 0 in ready:
        data = os.read(0, 65536)
        if not data:
            for name in (signal.SIGHUP, signal.SIGCONT):
                try: os.killpg(child, name)
                except OSError: pass
            os.close(master)
            os.waitpid(child, 0)
            os._exit(129)
        given += data
        while len(given) >= 5:
            length = struct.unpack('>I', given[1:5])[0]
            if length > 1 << 20: os._exit(125)
            if len(given) < 5 + length: break
            kind, content, given = given[:1], given[5:5 + length], given[5 + length:]
            if kind == b'd': typed += content
            elif kind == b'w': sized(master, *struct.unpack('>2H', content))
            elif kind == b'c': os.kill(child, signal.SIGCONT)
os._exit(code(status))
`;
