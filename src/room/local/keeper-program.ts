/** What stays beside the room until it is over. Compiled while bubblewrap starts; it sees the variables of the builder. */
export const KEEPER_PROGRAM = String.raw`
my %said;
sub say_limit { my ($how, $name) = @_; return if $said{"$how $name"}++; write_to('limits', "$how $name\n", 0) }
my $ended;
sub end_room { return if $ended; $ended = 1; kill 'KILL', $child }

# Without a pidfd (before Linux 5.3) its end is looked for every few milliseconds.
my $pidfd = syscall($PIDFD_OPEN, $child, 0);
my $heard = '';
my $line;
# Held back until it is told to go, and until what was there before it is known.
my ($wanted_now, $known) = (!one('hold'), !all('grown'));
sub let_go { return if !$go || !$wanted_now || !$known; syswrite $go, 'x'; close $go; undef $go }
if (defined $channel) { open($line, '<&=', $channel + 0) or fail('channel') }
sub listen_for { my ($seconds) = @_;
  my $wanted = '';
  vec($wanted, $channel, 1) = 1 if defined $channel;
  vec($wanted, $pidfd, 1) = 1 if $pidfd >= 0;
  $seconds = 0.005 if $pidfd < 0 && (!defined $seconds || $seconds > 0.005);
  return if select(my $ready = $wanted, undef, undef, $seconds) <= 0;
  if (defined $channel && vec($ready, $channel, 1)) {
    my $got = sysread($line, my $text, 4096);
    if (!$got) { undef $channel; end_room(); return }
    $heard = substr($heard . $text, -8192);
    if ($heard =~ /^"end"$/m) { end_room() }
    if ($heard =~ /^"go"$/m) { $wanted_now = 1; let_go() }
  }
}

# What a room's directories hold. Links are not followed, not even when they appear while we look.
my @watched = map { [$_, 0] } all('watch');
push @watched, map { [$_, 1] } all('grown');
my ($most_bytes, $most_files) = map { (one($_) || 0) + 0 } qw(watch-bytes watch-files);
my (@before, $next_walk, $free_then);
# Of directories; each takes a descriptor and a buffer.
my $DEEPEST = 1000;
$next_walk = 0;
sub free_of { my ($path) = @_; my $buffer = "\0" x 120; return if syscall($STATFS, $path, $buffer) < 0;
  my (undef, $size, undef, undef, $free, undef, $nodes) = unpack 'q7', $buffer; return ($free * $size, $nodes, $size) }
my $steps = 0;
# Whether it is time to stop counting.
sub enough { my ($bytes, $count, $most_b, $most_f) = @_;
  return 0 if ++$steps % 2000;
  return 1 if $bytes > $most_b || $count > $most_f;
  listen_for(0);
  return $ended;
}
sub usage { my ($most_b, $most_f, $root) = @_;
  my ($bytes, $count, %seen) = (0, 0);
  opendir(my $top, $root) or return (0, 0);
  # Each is looked at from the one above: a whole path could lead through a link by now, or be longer than the kernel takes.
  my @open = ($top);
  while (@open) {
    my $name = readdir $open[-1];
    if (!defined $name) { pop @open; next }
    next if $name eq '.' || $name eq '..';
    my $path = '/proc/self/fd/' . fileno($open[-1]) . "/$name";
    my @entry = lstat $path or next;
    my $directory = -d _;
    next if $entry[3] > 1 && !$directory && $seen{"$entry[0]:$entry[1]"}++;
    $bytes += $entry[12] * 512;
    $count++;
    if ($directory) {
      my $deeper;
      if (@open < $DEEPEST && opendir($deeper, $path)) {
        my @now = stat $deeper;
        push @open, $deeper if @now && "$now[0]:$now[1]" eq "$entry[0]:$entry[1]";
      } elsif (@open >= $DEEPEST || $! == 23 || $! == 24) {
        # Nobody can say what is in there.
        return (0, 9e18);
      }
    }
    return ($bytes, $count) if enough($bytes, $count, $most_b, $most_f);
  }
  return ($bytes, $count);
}
# Files without a name take their place as long as a process has them. They are in no directory.
sub unlinked {
  my ($bytes, $count, %seen) = (0, 0);
  open(my $children, '<', "/proc/$child/task/$child/children") or return (0, 0);
  sysread $children, my $first, 256;
  return (0, 0) if !defined $first || $first !~ /^([0-9]+)/;
  # The room's own, where its processes are alone.
  my $processes = "/proc/$1/root/proc";
  my $take = sub { my ($path) = @_;
    my @entry = stat $path or return;
    return if $entry[3] || !-f _ || $seen{"$entry[0]:$entry[1]"}++;
    # What is in memory has its own limit.
    my $buffer = "\0" x 120;
    return if syscall($STATFS, $path, $buffer) < 0 || unpack('q', $buffer) == 0x01021994;
    $bytes += $entry[12] * 512;
    $count++;
  };
  my $numbers = sub { opendir(my $handle, $_[0]) or return; return grep { /^[0-9]+$/ } readdir $handle };
  for my $process ($numbers->($processes)) {
    # A thread can have descriptors of its own.
    for my $thread ($numbers->("$processes/$process/task")) {
      my $descriptors = "$processes/$process/task/$thread/fd";
      for my $number ($numbers->($descriptors)) {
        $take->("$descriptors/$number");
        return ($bytes, $count) if enough($bytes, $count, $most_bytes, $most_files);
      }
    }
    open(my $maps, '<', "$processes/$process/maps") or next;
    while (<$maps>) { $take->("$processes/$process/map_files/$1-$2") if /^0*([0-9a-f]+)-0*([0-9a-f]+) .*\(deleted\)$/ }
  }
  return ($bytes, $count);
}
sub seconds { my ($now) = (times)[0] + (times)[1]; return $now }
sub look {
  my ($bytes, $count) = unlinked();
  for my $index (0 .. $#watched) {
    my ($path, $grows) = @{$watched[$index]};
    my ($b, $c) = usage($grows ? (9e18, 9e18) : ($most_bytes, $most_files), $path);
    my $was = $before[$index] || [0, 0];
    $bytes += $b - $was->[0];
    $count += $c - $was->[1];
  }
  my $over = $bytes > $most_bytes ? 'disk-size' : $count > $most_files ? 'disk-files' : undef;
  return if !defined $over || $ended;
  say_limit('ended', $over);
  end_room();
}
sub look_at_scratch {
  return if !one('scratch');
  my ($free, $nodes, $size) = free_of($identity eq 'self' ? 't' : "/proc/$child/cwd/t");
  say_limit('reached', 'tmp-size') if defined $free && ($free < $size || $nodes < 1);
}

for (grep { $watched[$_][1] } 0 .. $#watched) { $before[$_] = [usage(9e18, 9e18, $watched[$_][0])] }
$known = 1;
let_go();

my $tick = 0.1;
while (1) {
  my $gone = waitpid $child, 1;
  last if $gone == $child || $gone < 0;
  listen_for(@watched || one('scratch') ? $tick : undef);
  next if $ended;
  look_at_scratch();
  next if !@watched;
  # A tenth of the time for looking, unless the disk fills quickly meanwhile.
  my ($free) = free_of($watched[0][0]);
  $next_walk -= $tick;
  my $fell = defined $free && defined $free_then ? $free_then - $free : 0;
  next if $next_walk > 0 && $fell < $most_bytes / 8;
  my $before = seconds();
  look();
  $next_walk = 10 * (seconds() - $before);
  $free_then = $free;
}
my $status = $?;
for my $counter (all('count')) {
  my ($name, $key, $file) = split /=/, $counter, 3;
  open(my $events, '<', $file) or next;
  sysread $events, my $text, 4096;
  say_limit('reached', $name) if defined $text && $text =~ /^\Q$key\E ([0-9]+)/m && $1 > 0;
}
# Overlayfs leaves a directory of its mounter, root, in the work directory, which our caller could neither enter nor remove.
if (defined one('overlay') && $identity eq 'root-setup') {
  system { 'rm' } 'rm', '-rf', 'w/work', 'w/index';
}
exit($status & 127 ? 128 + ($status & 127) : $status >> 8);
`;
