/*
 * Node can neither call bpf(2) nor map memory. This Perl program does both and nothing else: it loads what it is given,
 * lets it run, and copies the kernel's ring to its standard output as it stands. It looks into no record.
 *
 * Arguments: numbers of bpf, mmap, mknodat, read · ring bytes · rooms · followed · bytes of a room's counters,
 * then for each program: name, type, attach type, attach id, `trace point` or empty, `offset=map,…`, code in hex.
 *
 * Standard input, by line: `follow ROOM FIFO FIFO` (paths in hex) · `sync TICKET ROOM`. Its end ends everything.
 * Standard output: u32 kind, u32 bytes, and the bytes: 1 a piece of the ring · 2 ready: names of the programs that run,
 * or what went wrong for one · 3 reply to `sync`: u32 ticket, then the room's counters · 4 reply to `follow`: u32 room ·
 * 5 failure.
 */
export const HELPER_PROGRAM = String.raw`
use strict;
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
$0 = 'cleanroom-audit';
umask 0;
binmode STDIN; binmode STDOUT;
my @numbers = map { $_ + 0 } splice @ARGV, 0, 12;
my ($BPF, $MMAP, $MKNODAT, $READ, $UNSHARE, $MOUNT, $PERF, $IOCTL) = @numbers;
my ($ringbytes, $rooms, $followed, $counterbytes) = @numbers[8 .. 11];
my @given = @ARGV;
my $page = 4096;
if (open(my $facts, '<:raw', '/proc/self/auxv')) { local $/; my %of = unpack('Q*', <$facts>); $page = $of{6} || $page }

sub out { my ($kind, $bytes) = @_;
  my $data = pack('LL', $kind, length $bytes) . $bytes;
  my $at = 0;
  while ($at < length $data) { my $n = syswrite(STDOUT, $data, length($data) - $at, $at); exit 0 if !defined $n; $at += $n }
}
sub fail { out(5, "$_[0]: $!"); exit 1 }
sub bpf { my ($command, $attribute) = @_; return syscall($BPF, $command, $attribute, length $attribute) }
sub map_new { my ($type, $key, $value, $entries, $name) = @_;
  my $fd = bpf(0, pack('L7 a16 x84', $type, $key, $value, $entries, 0, 0, 0, $name));
  fail("map $name") if $fd < 0;
  return $fd;
}
my @maps = (map_new(1, 4, 4, $followed, 'followed'), map_new(2, 4, $counterbytes, $rooms, 'rooms'), map_new(27, 0, 0, $ringbytes, 'ring'));
# The kernel lets only such programs read memory; these few instructions are offered so as well.
my $license = "Dual MIT/GPL\0";
my (@running, @trouble, @links);
# The trace points' numbers are in tracefs, which is mounted where nobody else sees it.
sub number { my ($point) = @_;
  my $file = "/sys/kernel/tracing/events/syscalls/$point/id";
  if (!-e $file) {
    my ($none, $root, $type, $there) = ('none', '/', 'tracefs', '/sys/kernel/tracing');
    syscall($UNSHARE, 0x20000) == 0 && syscall($MOUNT, $none, $root, $none, 0x44000, 0) == 0
      && syscall($MOUNT, $type, $there, $type, 0, 0) == 0 or return;
  }
  open(my $from, '<', $file) or return;
  return <$from> + 0;
}
sub attach { my ($how, $point, $program) = @_;
  my $label = "$point\0";
  return bpf(17, pack('P L x100', $label, $program)) if $how eq 'raw';
  my $id = number($point) or return -1;
  my $event = pack('L L Q Q Q Q Q L L Q', 2, 64, $id, 1, 0, 0, 0, 0, 0, 0);
  my $fd = syscall($PERF, $event, -1, 0, -1, 8);
  return -1 if $fd < 0 || syscall($IOCTL, $fd, 0x40042408, $program) < 0 || syscall($IOCTL, $fd, 0x2400, 0) < 0;
  return $fd;
}
while (@given) {
  my ($name, $how, $point, $uses, $hex) = splice @given, 0, 5;
  my $code = pack('H*', $hex);
  for (split /,/, $uses) { my ($at, $map) = split /=/; substr($code, $at, 4) = pack('L', $maps[$map]) }
  # type, count · instructions, license · log · name
  my $load = sub { my ($level, $size, $log) = @_;
    return bpf(5, pack('L L P P L L Q L L a16 x80', $how eq 'raw' ? 17 : 5, length($code) / 8, $code, $license,
      $level, $size, $log, 0, 0, $name));
  };
  my $program = $load->(0, 0, 0);
  if ($program < 0) {
    my $why = "$!";
    my $log = "\0" x 65536;
    if ($load->(1, 65536, unpack('Q', pack('P', $log))) < 0) { $log =~ s/\0.*//s; $why .= ' ' . substr($log, -400) }
    push @trouble, "$name: $why";
    next;
  }
  my $link = attach($how, $point, $program);
  if ($link < 0) { push @trouble, "$name: attach: $!"; next }
  push @links, $link;
  push @running, $name;
}
my $PROT_READ = 1; my $SHARED = 1;
my $consumer = syscall($MMAP, 0, $page, 3, $SHARED, $maps[2], 0);
fail('mmap') if $consumer == -1;
my $producer = syscall($MMAP, 0, $page + 2 * $ringbytes, $PROT_READ, $SHARED, $maps[2], $page);
fail('mmap') if $producer == -1;
my $data = $producer + $page;
pipe(my $from, my $to) or fail('pipe');
sub peek { my ($format, $bytes, $at) = @_; return unpack($format, unpack("P$bytes", pack('Q', $at))) }
my $consumed = 0;
# Copies all finished records. Memory is written by read(2), which Perl can point anywhere.
sub drain {
  while (1) {
    my $produced = peek('Q', 8, $producer);
    return if $produced == $consumed;
    my $start = $consumed & ($ringbytes - 1);
    my $size = $produced - $consumed;
    my $end = 0;
    while ($end < $size) {
      my $length = peek('L', 4, $data + $start + $end);
      last if $length & 0x80000000;
      $end += (($length & 0x3fffffff) + 8 + 7) & ~7;
    }
    return if !$end;
    out(1, unpack("P$end", pack('Q', $data + $start)));
    $consumed += $end;
    syswrite($to, pack('Q', $consumed)) == 8 && syscall($READ, fileno($from), $consumer + 0, 8) == 8 or fail('ring');
  }
}
sub follow { my ($pid, $room) = @_;
  my ($key, $value) = (pack('L', $pid), pack('L', $room));
  bpf(2, pack('L x4 P P Q x96', $maps[0], $key, $value, 0)) >= 0 or fail('follow');
}
sub counters { my ($room) = @_;
  my ($key, $value) = (pack('L', $room), "\0" x $counterbytes);
  bpf(1, pack('L x4 P P Q x96', $maps[1], $key, $value, 0)) >= 0 or fail('counters');
  return $value;
}
# A trial with a process of our own, as room 0: numbers differ where we are in a name space of pids, and then nothing is seen.
pipe(my $wait, my $go) or fail('pipe');
defined(my $trial = fork) or fail('fork');
if (!$trial) { close $go; sysread $wait, my $byte, 1; exec {'/bin/sh'} 'sh', '-c', 'exit 7', 'cleanroom-audit'; exit 1 }
follow($trial, 0);
syswrite $go, 'x';
waitpid $trial, 0;
drain();
out(2, join("\n", (map { "+$_" } @running), (map { tr/\n/ /; "-$_" } @trouble)));

my ($lines, %waiting, %fifos) = ('');
sub opened { my ($path) = @_; sysopen(my $handle, $path, 0x800) or return; return $handle }
while (1) {
  my $wanted = '';
  vec($wanted, 0, 1) = 1;
  vec($wanted, $maps[2], 1) = 1;
  vec($wanted, $_, 1) = 1 for keys %fifos;
  select(my $ready = $wanted, undef, undef, undef);
  for my $number (keys %fifos) {
    next if !vec($ready, $number, 1);
    my ($room, $handle, $second) = @{$fifos{$number}};
    my $count = sysread $handle, my $text, 64;
    if (defined $second && $text =~ /^(\d+)\n/) {
      follow($1, $room);
      delete $fifos{$number};
      # Who wrote its number waits for a reader here.
      if (my $next = opened($second)) { $fifos{fileno $next} = [$room, $next, undef]; $waiting{$room} = fileno $next }
    } elsif (!$count) { delete $fifos{$number} }
  }
  drain() if vec($ready, $maps[2], 1);
  if (vec($ready, 0, 1)) {
    sysread(STDIN, $lines, 65536, length $lines) or exit 0;
    while ($lines =~ s/^(.*)\n//) {
      my ($what, @rest) = split / /, $1;
      if ($what eq 'follow') {
        my ($room, $first, $second) = ($rest[0], map { pack 'H*', $_ } @rest[1, 2]);
        for ($first, $second) { my $path = "$_"; syscall($MKNODAT, -100, $path, 010666, 0) == 0 or fail("mknod $path") }
        my $handle = opened($first) or fail($first);
        $fifos{fileno $handle} = [$room, $handle, $second];
        out(4, pack('L', $room));
      } elsif ($what eq 'sync') {
        my ($ticket, $room) = @rest;
        drain();
        for (keys %fifos) { delete $fifos{$_} if $fifos{$_}[0] == $room }
        out(3, pack('L', $ticket) . counters($room));
      }
    }
  }
  # Several events at once cost less than one by one.
  select(undef, undef, undef, 0.004) if vec($ready, $maps[2], 1);
}
`;
