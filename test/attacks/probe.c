/* Asks the kernel for what a room must not get. One line each: NAME errno-name-or-ok. Never harms: arguments are invalid where success would. */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <linux/sched.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

static void say(const char *name, long result) {
  printf("%s %s\n", name, result >= 0 ? "ok" : strerrorname_np(errno));
  fflush(stdout);
}

/* For calls that change the caller or have it killed. */
#define CHILD(name, expression)                                              \
  do {                                                                       \
    pid_t pid = fork();                                                      \
    if (pid == 0) { long r = (expression); _exit(r >= 0 ? 0 : errno & 0xff); } \
    int status;                                                              \
    waitpid(pid, &status, 0);                                                \
    if (WIFSIGNALED(status)) printf("%s SIG%s\n", name, sigabbrev_np(WTERMSIG(status))); \
    else { errno = WEXITSTATUS(status); say(name, errno ? -1 : 0); }         \
    fflush(stdout);                                                          \
  } while (0)

static long clone_user(unsigned long flags) {
  long pid = syscall(SYS_clone, flags | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) _exit(0);
  if (pid > 0) waitpid(pid, 0, 0);
  return pid;
}

static long clone3_user(void) {
  struct clone_args args = {.flags = CLONE_NEWUSER, .exit_signal = SIGCHLD};
  long pid = syscall(SYS_clone3, &args, sizeof args);
  if (pid == 0) _exit(0);
  if (pid > 0) waitpid(pid, 0, 0);
  return pid;
}

static long abstract(const char *name) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  memcpy(address.sun_path + 1, name, strlen(name));
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  /* Node pads abstract names with zeros to the full length. */
  return connect(fd, (struct sockaddr *)&address, sizeof address);
}

static long path_socket(const char *path) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, path, sizeof address.sun_path - 1);
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  return connect(fd, (struct sockaddr *)&address, sizeof address);
}

static long terminal_input(unsigned long request) {
  int fd = open("/dev/ptmx", O_RDWR | O_NOCTTY);
  char c[2] = {3, 0};
  return ioctl(fd, request, c);
}

#ifdef __x86_64__
static long i386_getpid(void) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
  return result;
}
#endif

int main(int argc, char **argv) {
  char buffer[4096] = {0};
  CHILD("unshare-user", unshare(CLONE_NEWUSER));
  CHILD("unshare-mount", unshare(CLONE_NEWNS));
  CHILD("unshare-net", unshare(CLONE_NEWNET));
  CHILD("unshare-time", unshare(0x80));
  CHILD("clone-user", clone_user(CLONE_NEWUSER));
  CHILD("clone-pid", clone_user(CLONE_NEWPID));
  CHILD("clone3-user", clone3_user());
  CHILD("setns", setns(open("/proc/self/ns/net", O_RDONLY), 0));
  say("keyctl", syscall(SYS_keyctl, 0, -3, 0));
  say("add_key", syscall(SYS_add_key, "user", "cleanroom-probe", "x", 1, -2));
  say("request_key", syscall(SYS_request_key, "user", "cleanroom-probe", 0, 0));
  say("vsock", socket(40, SOCK_STREAM, 0));
  say("packet", socket(AF_PACKET, SOCK_RAW, 0));
  say("alg", socket(38, SOCK_SEQPACKET, 0));
  say("xdp", socket(44, SOCK_RAW, 0));
  say("uevent", socket(AF_NETLINK, SOCK_RAW, 15));
  say("raw-icmp", socket(AF_INET, SOCK_RAW, 1));
  int pair[2];
  say("tipc-pair", socketpair(30, SOCK_STREAM, 0, pair));
  CHILD("mount", mount("none", "/tmp", "tmpfs", 0, 0));
  CHILD("bind", mount("/usr", "/tmp", 0, MS_BIND, 0));
  CHILD("remount", mount(0, "/usr", 0, MS_REMOUNT | MS_BIND, 0));
  CHILD("umount", umount2("/usr", MNT_DETACH));
  CHILD("pivot_root", syscall(SYS_pivot_root, "/tmp", "/tmp"));
  say("fsopen", syscall(430, "tmpfs", 0));
  say("open_tree", syscall(428, -100, "/usr", 1));
  say("mount_setattr", syscall(442, -100, "/usr", 0, buffer, 32));
  say("open_tree_attr", syscall(467, -100, "/usr", 1, buffer, 32));
  CHILD("chroot", chroot("/tmp"));
  say("mknod-block", mknod("/tmp/block", S_IFBLK | 0600, makedev(254, 0)));
  say("mknod-kmem", mknod("/tmp/mem", S_IFCHR | 0600, makedev(1, 1)));
  CHILD("setuid-0", setuid(0));
  CHILD("setresuid-other", setresuid(1, 1, 1));
  CHILD("setgid-0", setgid(0));
  CHILD("setgroups", setgroups(0, 0));
  say("io_uring", syscall(425, 1, buffer));
  say("bpf", syscall(SYS_bpf, 0, buffer, 128));
  say("userfaultfd", syscall(SYS_userfaultfd, 1));
  memset(buffer, 0, sizeof buffer);
  buffer[0] = 1; buffer[4] = 112;
  say("perf", syscall(SYS_perf_event_open, buffer, 0, -1, -1, 0));
  say("handle", syscall(SYS_open_by_handle_at, -100, buffer, 0));
  say("module", syscall(SYS_finit_module, -1, "", 0));
  say("kexec", syscall(SYS_kexec_load, 0, 0, 0, ~0ul));
  say("reboot", syscall(SYS_reboot, 1, 2, 3, 0));
  say("syslog", syscall(SYS_syslog, 3, buffer, 100));
  say("acct", syscall(SYS_acct, "/nonexistent"));
  say("swapon", syscall(SYS_swapon, "/nonexistent", 0));
  say("sethostname", sethostname("x", 1));
  say("settime", syscall(SYS_settimeofday, 0, buffer));
  say("tiocsti", terminal_input(TIOCSTI));
  say("tioclinux", terminal_input(TIOCLINUX));
  /* The filter looks at the low half only, as the kernel does. */
  say("tiocsti-high", syscall(SYS_ioctl, open("/dev/ptmx", O_RDWR | O_NOCTTY), 0xffffffff00000000ul | TIOCSTI, buffer));
#ifdef __x86_64__
  CHILD("ioperm", syscall(SYS_ioperm, 0x70, 1, 1));
  CHILD("x32", syscall(0x40000000 | 39));
  CHILD("i386", i386_getpid());
#endif
  if (argc > 1) say("abstract", abstract(argv[1]));
  if (argc > 2) say("path-socket", path_socket(argv[2]));
  say("control-unix", socket(AF_UNIX, SOCK_STREAM, 0));
  say("control-route", socket(AF_NETLINK, SOCK_RAW, 0));
  say("control-thread", clone_user(0));
  return 0;
}
