/* Calls that a room must not have. */
#include "attack.h"

/* with-key NAME VALUE PROGRAM...: in a new session keyring that holds a key. read-key NAME */
int with_key(char **argv) {
  if (syscall(SYS_keyctl, 1 /* JOIN_SESSION_KEYRING */, 0) < 0) return fail("keyring");
  if (syscall(SYS_add_key, "user", argv[0], argv[1], strlen(argv[1]), -3) < 0) return fail("add_key");
  execvp(argv[2], argv + 2);
  return fail("exec");
}

int read_key(char **argv) {
  long key = syscall(SYS_keyctl, 10 /* SEARCH */, -3, "user", argv[0], 0);
  if (key < 0) key = syscall(SYS_request_key, "user", argv[0], 0, 0);
  if (key < 0) return fail("search");
  char value[256] = {0};
  if (syscall(SYS_keyctl, 11 /* READ */, key, value, sizeof value - 1) < 0) return fail("read");
  printf("%s\n", value);
  return 0;
}

/* Becomes root of a namespace of its own and mounts a file system there; prints TEXT from a file on it. */
static int put(const char *path, const char *text) {
  int fd = open(path, O_WRONLY);
  if (fd < 0 || write(fd, text, strlen(text)) < 0) return fail(path);
  return close(fd);
}

static int inside_namespace(const char *text, int uid, int gid) {
  char map[64];
  snprintf(map, sizeof map, "0 %d 1", uid);
  put("/proc/self/uid_map", map);
  put("/proc/self/setgroups", "deny");
  snprintf(map, sizeof map, "0 %d 1", gid);
  put("/proc/self/gid_map", map);
  int fd;
  if (mount("none", "/tmp", "tmpfs", 0, 0) < 0) return fail("mount");
  fd = open("/tmp/f", O_RDWR | O_CREAT, 0600);
  write(fd, text, strlen(text));
  char got[256] = {0};
  pread(fd, got, sizeof got - 1, 0);
  printf("%s\n", got);
  fflush(stdout);
  return 0;
}

int new_namespace(const char *how, char **argv) {
  int uid = geteuid(), gid = getegid();
  if (!strcmp(how, "unshare-user")) {
    if (unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0) return fail("unshare");
    return inside_namespace(argv[0], uid, gid);
  }
  struct clone_args args = {.flags = CLONE_NEWUSER | CLONE_NEWNS, .exit_signal = SIGCHLD};
  long pid = !strcmp(how, "clone3-user") ? syscall(SYS_clone3, &args, sizeof args)
                                         : syscall(SYS_clone, CLONE_NEWUSER | CLONE_NEWNS | SIGCHLD, 0, 0, 0, 0);
  if (pid == 0) _exit(inside_namespace(argv[0], uid, gid));
  if (pid < 0) return fail("clone");
  waitpid(pid, 0, 0);
  return 0;
}

#ifdef __x86_64__
/* Below 4 GB, because the program is linked to a fixed address. */
static char key_type[] = "user", key_name[] = "cleanroom-i386", key_value[128], key_read[128];
static int call32(int number, long b, long c, long d, long source, long destination) {
  register long r8 __asm__("r8") = b;
  int result;
  __asm__ volatile("xchg %%rbx, %%r8\n int $0x80\n xchg %%rbx, %%r8"
                   : "=a"(result), "+r"(r8)
                   : "a"(number), "c"(c), "d"(d), "S"(source), "D"(destination)
                   : "memory", "r9", "r10", "r11");
  return result;
}

/* i386-key VALUE: adds a key and reads it back by calls of the 32-bit ABI, whose numbers are others. */
int i386_key(char **argv) {
  strncpy(key_value, argv[0], sizeof key_value - 1);
  int key = call32(286, (long)key_type, (long)key_name, (long)key_value, strlen(key_value), -2);
  if (key < 0) { errno = -key; return fail("add_key"); }
  call32(288, 11, key, (long)key_read, sizeof key_read - 1, 0);
  printf("%s\n", key_read);
  return 0;
}
#else
int i386_key(char **argv) { (void)argv; return 1; }
#endif

/* serve-vsock PORT: holds that port of the machine. see-vsock PORT: says whether it is held, which only the machine's own can. */
int vsock(const char *how, char **argv) {
  int fd = socket(AF_VSOCK, SOCK_STREAM, 0);
  if (fd < 0) return fail("socket");
  struct sockaddr_vm address = {.svm_family = AF_VSOCK, .svm_port = atoi(argv[0]), .svm_cid = VMADDR_CID_ANY};
  int bound = bind(fd, (struct sockaddr *)&address, sizeof address);
  if (!strcmp(how, "see-vsock")) {
    printf(bound < 0 && errno == EADDRINUSE ? "taken %s\n" : "free %s\n", argv[0]);
    return 0;
  }
  if (bound < 0 || listen(fd, 4) < 0) return fail("bind");
  write(1, "ready\n", 6);
  for (;;) pause();
}

/* remount PATH FILE TEXT: makes a read-only mount writable, and writes. */
int remount(char **argv) {
  if (mount(0, argv[0], 0, MS_REMOUNT | MS_BIND, 0) < 0) return fail("remount");
  int fd = open(argv[1], O_WRONLY | O_CREAT | O_APPEND, 0644);
  if (fd < 0) return fail("open");
  return write(fd, argv[2], strlen(argv[2])) < 0;
}

/* iouring TEXT: opens a ring, whose operations no filter of system calls sees, and prints TEXT. */
int iouring(char **argv) {
  char params[120] = {0};
  long ring = syscall(425, 4, params);
  if (ring < 0) return fail("io_uring_setup");
  printf("%s\n", argv[0]);
  return 0;
}

/* bpf TEXT: makes a map in the kernel, and prints TEXT. */
int bpf_map(char **argv) {
  struct { uint32_t type, key, value, entries, flags, rest[26]; } create = {.type = 2, .key = 4, .value = 64, .entries = 1};
  long map = syscall(SYS_bpf, 0, &create, sizeof create);
  if (map < 0) return fail("bpf");
  printf("%s\n", argv[0]);
  return 0;
}
