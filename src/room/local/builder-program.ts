/**
 * The program that builds a room's mounts and network, becomes the room's user, starts bubblewrap and stays beside it
 * until every process of the room is dead. Perl, because a process has to ask the kernel for namespaces, mounts and
 * limits by itself to be fast, Node cannot, and Debian's essential packages hold it. A constant: what varies comes as
 * arguments `key value … -- program …`.
 *
 * Keys: `dir` room directory · `identity` self, dropped or root-setup · `uid` `gid` of the room · `caller` pid of our
 * parent or 0 · `channel` descriptor of Node's channel · `group` control group to make · `set`, `try` file=value to
 * write · `check` file=most that it may hold · `member` name=number of control groups that we must be in · `enter` file that takes a zero for ourselves · `join` file that takes our pid · `idmap`, `plain` source=target to bind · `overlay` mount options ·
 * `scratch` bytes=files · `limit` resource=value · `port` to listen on · `hold` until told `go` (`end` ends the room, and so does the channel's end) · `input` file for
 * standard input · `room` (with descriptors 3 args, 4 status, 5 block, 6 seccomp) · `watch` directory, `grown`
 * directory that counts from what it holds at first · `watch-bytes` `watch-files` · `count` limit=key=file of counters.
 *
 * It loads no module, and its second part is compiled when the room is under way already: what Perl reads before the
 * first call of the kernel is time that every room waits. A test compiles it under strict and warnings.
 *
 * What it found goes to the file `limits`: `ended NAME` or `reached NAME` a line.
 */
export const BUILDER_PROGRAM = String.raw`
my $keeper = shift @ARGV;
my ($MOUNT, $UNSHARE, $PRCTL, $SETRESUID, $SETRESGID, $SETGROUPS, $DUP3, $CLOSE, $PRLIMIT, $SENDMSG, $STATFS, $CLONE)
  = map { $_ + 0 } split /,/, shift @ARGV;
my ($OPEN_TREE, $MOVE_MOUNT, $PIDFD_OPEN, $MOUNT_SETATTR) = (428, 429, 434, 442);
my ($NEWNS, $NEWUSER, $NEWPID, $NEWNET) = (0x20000, 0x10000000, 0x20000000, 0x40000000);
my %given;
while (defined(my $key = shift @ARGV)) {
  last if $key eq '--';
  push @{$given{$key}}, shift @ARGV;
}
sub all { my ($key) = @_; return @{$given{$key} || []} }
sub one { my ($key) = @_; return (all($key))[0] }
sub fail { my ($what) = @_; print STDERR "room: $what: $!\n"; exit 125 }
# Copies, because the kernel could write into what it is given.
sub call { my ($what, $number, @arguments) = @_;
  my $result = syscall($number, @arguments);
  fail($what) if $result < 0 && defined $what;
  return $result;
}
sub mounted { my ($source, $target, $type, $flags, $data) = @_; call("mount $target", $MOUNT, $source, $target, $type, $flags, $data) }
sub write_to { my ($file, $text, $must) = @_;
  my $done = open(my $handle, '>>', $file);
  $done &&= defined syswrite($handle, $text);
  fail("write $file") if !$done && $must;
}

my $identity = one('identity');
my ($uid, $gid, $caller) = map { (one($_) || 0) + 0 } qw(uid gid caller);
my $channel = one('channel');
my $room = one('room');

# What a parent of ours left open would otherwise reach the payload.
opendir(my $open, '/proc/self/fd') or fail('/proc/self/fd');
my @descriptors = grep { /^[0-9]+$/ && $_ > 2 && !(defined $channel && $_ == $channel) } readdir $open;
closedir $open;
syscall($CLOSE, $_ + 0) for @descriptors;
$SIG{$_} = 'IGNORE' for qw(INT TERM HUP);
$SIG{PIPE} = 'IGNORE';
# Our caller, who may be another user, reads what we leave.
umask 022;

# The kernel ends us when our caller dies; what died before this was asked for is seen by its number.
sub die_with_caller { return if !$caller; call('prctl', $PRCTL, 1, 9, 0, 0, 0); exit 125 if getppid() != $caller }
die_with_caller();
chdir(one('dir')) or fail(one('dir'));

my ($keeping, @groups) = ($$);
# However this ends: a control group that is left would be there for good.
END {
  for my $group ($keeping && $$ == $keeping ? @groups : ()) {
    for (1 .. 200) { last if rmdir $group or $! + 0 == 2; select(undef, undef, undef, 0.005) }
  }
}
@groups = all('group');
mkdir($_) or fail($_) for @groups;
for my $setting (all('set')) { my ($file, $value) = split /=/, $setting, 2; write_to($file, $value, 1) }
for my $setting (all('try')) { my ($file, $value) = split /=/, $setting, 2; write_to($file, $value, 0) }
sub text_of { my ($file) = @_; open(my $from, '<', $file) or fail($file); sysread $from, my $text, 65536; return defined $text ? $text : '' }
sub refuse { my ($why) = @_; print STDERR "room: $why\n"; exit 125 }
for my $setting (all('check')) {
  my ($file, $most) = split /=/, $setting, 2;
  my $held = text_of($file);
  refuse("$file does not hold the limit $most") if $held !~ /^([0-9]+)/ || $1 > $most;
}

my ($block, $go);
if (one('hold') || all('grown')) { pipe($block, $go) or fail('pipe') }
my $input;
if (defined(my $file = one('input'))) {
  pipe($input, my $feed) or fail('pipe');
  defined(my $feeder = fork) or fail('fork');
  if (!$feeder) {
    # It may wait for a writer who never comes, and nothing that we leave may hold the channel open.
    call('prctl', $PRCTL, 1, 9, 0, 0, 0);
    exit 0 if getppid() != $keeping;
    close $_ for $input, *STDOUT, *STDERR;
    syscall($CLOSE, $channel + 0) if defined $channel;
    open(my $from, '<', $file) or fail($file);
    while (sysread $from, my $chunk, 65536) {
      my $at = 0;
      while ($at < length $chunk) { my $sent = syswrite $feed, $chunk, length($chunk) - $at, $at; exit 0 if !defined $sent; $at += $sent }
    }
    exit 0;
  }
}

sub private { mounted('none', '/', 'none', 0x44000, 0) }

# Binds a root-owned tree so that its owner appears as the room's user.
sub idmapped { my ($source, $target) = @_;
  pipe(my $ready, my $tell) && pipe(my $wait, my $release) or fail('pipe');
  defined(my $pid = fork) or fail('fork');
  if (!$pid) { close $release; call('unshare', $UNSHARE, $NEWUSER); syswrite $tell, 'x'; sysread $wait, my $end, 1; exit 0 }
  close $tell;
  fail('user namespace') if (sysread($ready, my $byte, 1) || 0) != 1;
  write_to("/proc/$pid/uid_map", "0 $uid 1\n", 1);
  write_to("/proc/$pid/gid_map", "0 $gid 1\n", 1);
  open(my $space, '<', "/proc/$pid/ns/user") or fail('user namespace');
  my $tree = call("open_tree $source", $OPEN_TREE, -100, $source, 0x80001);
  my $attributes = pack('QQQQ', 0x100000, 0, 0, fileno $space);
  call("idmap $source", $MOUNT_SETATTR, $tree, '', 0x1000, $attributes, 32);
  call("move_mount $target", $MOVE_MOUNT, $tree, '', -100, $target, 4);
  syscall($CLOSE, $tree);
  syswrite $release, 'x';
  waitpid $pid, 0;
}

# Ends with us alone: who gets no signal of our death, because it came before it was asked for, sees it here.
pipe(my $pulse, my $alive) or fail('pipe');

# As root we stay outside, where the room's limits do not end us, and another process builds. Its child is ours.
my ($child, $builder, $tell);
if ($identity ne 'self') {
  pipe(my $told, $tell) or fail('pipe');
  defined($builder = fork) or fail('fork');
  if ($builder) {
    close $tell;
    close $pulse;
    sysread $told, $child, 32;
    waitpid $builder, 0;
    exit 125 if !$child;
    $child += 0;
  } else {
    close $alive;
    $caller = $keeping;
    die_with_caller();
  }
}

if (!$builder) {
  write_to($_, "0\n", 1) for all('enter');
  # Joining takes the kernel longer than all mounts together: both at once.
  my $joiner;
  if (all('join')) {
    defined($joiner = fork) or fail('fork');
    if (!$joiner) {
      # It may wait for a reader who never comes. The death of a parent who is another user by then would not reach it.
      alarm 10;
      my $pid = getppid();
      write_to($_, "$pid\n", 1) for all('join');
      exit 0;
    }
  }

  if ($identity ne 'self') {
    call('unshare', $UNSHARE, $NEWNS);
    private();
    for my $bind (all('plain')) { my ($target, $source) = split /=/, $bind, 2; mounted($source, $target, 'none', 0x1000, 0) }
    for my $bind (all('idmap')) { my ($target, $source) = split /=/, $bind, 2; idmapped($source, $target) }
  }
  if ($identity eq 'dropped') {
    call('setgroups', $SETGROUPS, 0, 0);
    call('setresgid', $SETRESGID, $gid, $gid, $gid);
    call('setresuid', $SETRESUID, $uid, $uid, $uid);
    # Both are lost with the old identity; without the first our own maps could not be written.
    call('prctl', $PRCTL, 4, 1, 0, 0, 0);
    die_with_caller();
  }
  my $network = $room ? $NEWNET : 0;
  if ($identity eq 'root-setup') {
    call('unshare', $UNSHARE, $NEWPID | $network);
  } else {
    call('unshare', $UNSHARE, $NEWUSER | $NEWNS | $NEWPID | $network);
    write_to('/proc/self/setgroups', 'deny', 1);
    write_to('/proc/self/uid_map', "0 $uid 1\n", 1);
    write_to('/proc/self/gid_map', "0 $gid 1\n", 1);
    private();
  }

  my $overlay = one('overlay');
  mounted('overlay', 'm', 'overlay', 0, $overlay) if defined $overlay;
  if (my $scratch = one('scratch')) {
    my ($bytes, $files) = split /=/, $scratch;
    mounted('tmpfs', 't', 'tmpfs', 6, "size=$bytes,nr_inodes=$files,mode=755");
    umask 0;
    mkdir("t/$_", 01777) && chmod(01777, "t/$_") or fail("t/$_") for qw(tmp shm home);
    umask 022;
  }
  if ($room) {
    socket(my $lo, 2, 1, 0) or fail('socket');
    my $up = pack('a16 s x22', 'lo', 0x41);
    ioctl($lo, 0x8914, $up) or fail('loopback');
    if (my $port = one('port')) {
      bind($lo, pack('S n C4 x8', 2, $port, 127, 0, 0, 1)) && listen($lo, 511) or fail("listen on $port");
      # Node's own words for a socket that comes with a message.
      my $text = qq({"cmd":"NODE_HANDLE","type":"net.Server","msg":"listening"}\n);
      my $vector = pack('P Q', $text, length $text);
      my $rights = pack('Q l l l x4', 20, 1, 1, fileno $lo);
      my $header = pack('Q L x4 P Q P Q l x4', 0, 0, $vector, 1, $rights, length $rights, 0);
      call('hand the listener over', $SENDMSG, $channel + 0, $header, 0);
    }
  }
  if ($joiner) { waitpid $joiner, 0; exit 125 if $? }
  if (my $member = one('member')) {
    my ($name, $number) = split /=/, $member;
    my @in = text_of('/proc/self/cgroup') =~ m{/\Q$name\E$}mg;
    refuse("it is not in the control groups $name") if @in < $number;
  }

  my @files;
  if ($room) {
    open(my $arguments, '<', 'args') or fail('args');
    open(my $status, '>', 'status') or fail('status');
    open(my $filter, '<', one('room')) or fail('seccomp');
    @files = ($arguments, $status, $block, $filter);
  }

  if ($tell) {
    # CLONE_PARENT and SIGCHLD.
    $child = call('clone', $CLONE, 0x8011, 0, 0, 0, 0);
  } else { defined($child = fork) or fail('fork') }
  if (!$child) {
    call('prctl', $PRCTL, 1, 9, 0, 0, 0);
    close $alive if !$tell;
    my $orphan = '';
    vec($orphan, fileno $pulse, 1) = 1;
    exit 125 if select($orphan, undef, undef, 0);
    $SIG{$_} = 'DEFAULT' for qw(INT TERM HUP PIPE);
    if ($input) { call('standard input', $DUP3, fileno $input, 0, 0) }
    my @high = map { defined $_ ? fcntl($_, 0, 40) + 0 : undef } @files;
    syscall($CLOSE, $_) for 3 .. 39;
    for my $index (0 .. $#high) {
      next if !defined $high[$index];
      call('descriptor', $DUP3, $high[$index], 3 + $index, 0);
      syscall($CLOSE, $high[$index]);
    }
    for my $limit (all('limit')) {
      my ($resource, $value) = map { $_ + 0 } split /=/, $limit;
      my $pair = pack('QQ', $value, $value);
      call("limit $resource", $PRLIMIT, 0, $resource, $pair, 0);
    }
    %ENV = () if $room;
    exec { $ARGV[0] } @ARGV or fail("exec $ARGV[0]");
  }
  if ($tell) { syswrite $tell, $child; exit 0 }
  close $_ for grep { defined } @files;
}
close $_ for grep { defined } $block, $input;
eval $keeper;
fail("keeper: $@");
`;
