/*
 * The hostile half of the attack suite: one program, many small attacks, linked statically so that it runs in any room
 * and on the host alike.
 */
#include "attack.h"

int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, strerror(errno));
  return 1;
}

double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

/* daemon SECONDS NAME: leaves the session and its parent, ignores polite signals, and stays. */
static int stay(char **argv) {
  if (fork()) return 0;
  setsid();
  if (fork()) _exit(0);
  for (int i = 1; i < 32; i++) signal(i, SIG_IGN);
  for (int i = 0; i < 3; i++) close(i);
  sleep(atoi(argv[0]));
  return 0;
}

/* swap FILE TARGET: exchanges a file with a link to TARGET, for ever. */
static int swap(char **argv) {
  char other[512];
  snprintf(other, sizeof other, "%s.other", argv[0]);
  unlink(other);
  if (symlink(argv[1], other) < 0) return fail("link");
  printf("swapping\n");
  fflush(stdout);
  if (fork()) return 0;
  setsid();
  for (int i = 0; i < 3; i++) close(i);
  for (double end = now() + 30; now() < end;) syscall(SYS_renameat2, AT_FDCWD, other, AT_FDCWD, argv[0], 2 /* EXCHANGE */);
  return 0;
}

/* cat FILE, with the rights of the owner where the program is set-uid. */
static int cat(char **argv) {
  setresuid(geteuid(), geteuid(), geteuid());
  int fd = open(argv[0], O_RDONLY);
  if (fd < 0) return fail("open");
  return talk(fd, "");
}

/* bind-socket PATH */
static int bind_socket(char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  strncpy(address.sun_path, argv[0], sizeof address.sun_path - 1);
  return bind(socket(AF_UNIX, SOCK_STREAM, 0), (struct sockaddr *)&address, sizeof address) < 0 ? fail("bind") : 0;
}

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : "";
  char **rest = argv + 2;
#define IS(x) (!strcmp(name, x))
  if (IS("victim")) return victim(rest);
  if (IS("mem") || IS("ptrace") || IS("vmread")) return memory_of(name, rest);
  if (IS("tiocsti")) return tiocsti(rest);
  if (IS("own-tty")) return own_tty(rest);
  if (IS("on-tty")) return on_tty(rest);
  if (IS("on-console")) return on_console(rest);
  if (IS("console-state")) return console_state();
  if (IS("with-key")) return with_key(rest);
  if (IS("read-key")) return read_key(rest);
  if (IS("unshare-user") || IS("clone-user") || IS("clone3-user")) return new_namespace(name, rest);
  if (IS("i386-key")) return i386_key(rest);
  if (IS("see-vsock") || IS("serve-vsock")) return vsock(name, rest);
  if (IS("remount")) return remount(rest);
  if (IS("iouring")) return iouring(rest);
  if (IS("bpf")) return bpf_map(rest);
  if (IS("tcp") || IS("udp")) return inet(name, rest);
  if (IS("unix")) return local(rest);
  if (IS("ping")) return ping(rest);
  if (IS("forks")) return forks(rest);
  if (IS("eat")) return eat(rest);
  if (IS("files")) return files(rest);
  if (IS("descriptors")) return descriptors(rest);
  if (IS("fill")) return fill(rest);
  if (IS("sparse")) return sparse(rest);
  if (IS("spin")) return spin(rest);
  if (IS("flood")) return flood(rest);
  if (IS("daemon")) return stay(rest);
  if (IS("swap")) return swap(rest);
  if (IS("cat")) return cat(rest);
  if (IS("bind-socket")) return bind_socket(rest);
  fprintf(stderr, "no attack %s\n", name);
  return 2;
}
