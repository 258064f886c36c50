/*
 * Looks around in a room and says what there is; the host judges. POSIX sh: images may hold little else, so everything
 * but reading files of binary content works by builtins, and without head(1) that too, as far as read can.
 * $1: a word that nobody in the room knows, so that no content can begin a section · $2 workspace · $3 TCP sockets that
 * are to be expected. The kernel's tables of sockets cost it milliseconds each, so they are shown where its counts of
 * them are not as they should be.
 */
export const PROBE_SCRIPT = String.raw`
nonce=$1 workspace=$2 expected=$3
PATH=/usr/bin:/bin:/usr/sbin:/sbin
section() { printf '\n@%s %s\n' "$nonce" "$1"; }
if command -v head >/dev/null; then
  show() { head -c 65536 "$@" /dev/null 2>/dev/null; }
else
  show() {
    for file; do
      printf '==> %s <==\n' "$file"
      while IFS= read -r line || [ -n "$line" ]; do printf '%s\n' "$line"; done < "$file"
    done 2>/dev/null
  }
fi
section kernel
show /proc/self/status /proc/self/limits /proc/self/mountinfo /proc/net/dev /proc/net/route /proc/net/ipv6_route \
  /proc/net/unix /proc/net/sockstat /proc/net/sockstat6 \
  /proc/[0-9]*/stat /proc/[0-9]*/environ /proc/[0-9]*/cmdline
counted=0 usual=yes
for file in /proc/net/sockstat /proc/net/sockstat6; do
  while read -r name _ count _; do
    case $name in
      TCP:) counted=1; [ "$count" = "$expected" ] || usual= ;;
      TCP6: | UDP: | UDP6: | UDPLITE: | UDPLITE6: | RAW: | RAW6:) [ "$count" = 0 ] || usual= ;;
    esac
  done < "$file"
done 2>/dev/null
if [ "$counted" = 0 ] || [ -z "$usual" ]; then
  section sockets-table
  show /proc/net/tcp /proc/net/tcp6 /proc/net/udp /proc/net/udp6 /proc/net/raw /proc/net/raw6
fi
section self
echo $$
section environment
export -p
section writable
while read -r _ _ _ _ point _; do
  case $point in *\\*) point=$(printf '%b' "$point") ;; esac
  # Container runtimes mask files of the kernel's with the null device.
  if [ -w "$point" ] && ! [ "$point" -ef /dev/null ]; then printf '%s\n' "$point"; fi
done < /proc/self/mountinfo
for path in / /bin /sbin /lib /usr /usr/bin /usr/lib /usr/local /usr/local/bin /etc /etc/passwd /etc/ld.so.preload /opt /root /boot /var /srv /dev; do
  if [ -w "$path" ]; then printf '%s\n' "$path"; fi
done
section kernel-settings
for path in /proc/sys/kernel/core_pattern /proc/sys/kernel/modprobe /proc/sys/vm/overcommit_memory /proc/sys/fs/binfmt_misc/register \
  /proc/sysrq-trigger /sys/kernel/uevent_helper /sys/fs/cgroup/release_agent /sys/kernel/debug /sys/kernel/tracing; do
  if [ -w "$path" ]; then printf '%s\n' "$path"; fi
done
section sockets
for path in /var/run/docker.sock /run/docker.sock /run/containerd/containerd.sock /run/crio/crio.sock /run/podman/podman.sock \
  /run/buildkit/buildkitd.sock /run/dbus/system_bus_socket /run/systemd/private /run/snapd.socket /run/host-services/docker.proxy.sock; do
  if [ -e "$path" ]; then printf '%s\n' "$path"; fi
done
section devices
for path in /dev/* /dev/net/* /dev/mapper/* /dev/disk/*; do
  if [ -h "$path" ]; then :
  elif [ -b "$path" ]; then printf 'block %s\n' "$path"
  elif [ -c "$path" ] && { [ -w "$path" ] || [ -r "$path" ]; }; then printf 'character %s\n' "$path"; fi
done
section tries
try() {
  what=$1 tool=$2
  shift
  if command -v "$tool" >/dev/null; then
    if "$@" </dev/null >/dev/null 2>&1; then echo "$what yes"; else echo "$what no"; fi
  else
    echo "$what none"
  fi
}
# All at once: each takes some milliseconds.
try sudo sudo -n true & try name getent ahosts example.com & try connect bash -c 'exec 3<>/dev/tcp/192.0.2.1/443' & wait
section files
set --
for path in "$workspace/.git/config" /run/cleanroom/* /run/cleanroom/*/* "$HOME"/* "$HOME"/.[!.]* "$HOME"/.*/* "$HOME"/.config/*/*; do
  if [ $# -lt 300 ] && [ -f "$path" ] && [ ! -h "$path" ] && [ -r "$path" ]; then set -- "$@" "$path"; fi
done
if [ $# -gt 0 ]; then show "$@"; fi
section end
`;
