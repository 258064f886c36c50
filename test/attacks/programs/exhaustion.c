/* Attacks on what a host has: each prints how far it came. */
#include "attack.h"

int forks(char **argv) {
  int wanted = atoi(argv[0]), made = 0;
  while (made < wanted) {
    pid_t pid = fork();
    if (pid < 0) break;
    if (pid == 0) { for (;;) pause(); }
    made++;
  }
  printf("%d\n", made);
  fflush(stdout);
  signal(SIGTERM, SIG_IGN);
  kill(0, SIGTERM);
  return 0;
}

int eat(char **argv) {
  size_t wanted = (size_t)atoi(argv[0]) << 20;
  char *memory = mmap(0, wanted, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (memory == MAP_FAILED) return fail("mmap");
  for (size_t i = 0; i < wanted; i += 4096) memory[i] = 1;
  printf("%s\n", argv[0]);
  fflush(stdout);
  if (argv[1]) sleep(atoi(argv[1]));
  return 0;
}

int files(char **argv) {
  char path[512];
  int wanted = atoi(argv[1]), made = 0;
  for (; made < wanted; made++) {
    snprintf(path, sizeof path, "%s/f%d", argv[0], made);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    if (fd < 0) break;
    close(fd);
  }
  printf("%d\n", made);
  return 0;
}

int descriptors(char **argv) {
  struct rlimit all;
  getrlimit(RLIMIT_NOFILE, &all);
  all.rlim_cur = all.rlim_max;
  setrlimit(RLIMIT_NOFILE, &all);
  int wanted = atoi(argv[0]), made = 0;
  while (made < wanted && open("/dev/null", O_RDONLY) >= 0) made++;
  printf("%d\n", made);
  return 0;
}

/* fill PATH-PREFIX MEGABYTES-EACH FILES: prints the megabytes that were taken. */
int fill(char **argv) {
  static char block[1 << 20];
  memset(block, 'x', sizeof block);
  signal(SIGXFSZ, SIG_IGN);
  int each = atoi(argv[1]), count = atoi(argv[2]), written = 0;
  for (int i = 0; i < count; i++) {
    char path[512];
    snprintf(path, sizeof path, "%s%d", argv[0], i);
    int fd = open(path, O_WRONLY | O_CREAT, 0600);
    if (fd < 0) break;
    for (int m = 0; m < each; m++)
      if (write(fd, block, sizeof block) == sizeof block) written++;
    close(fd);
  }
  printf("%d\n", written);
  return 0;
}

int sparse(char **argv) {
  signal(SIGXFSZ, SIG_IGN);
  int fd = open(argv[0], O_WRONLY | O_CREAT, 0600);
  ftruncate(fd, atoll(argv[1]));
  struct stat status = {0};
  fstat(fd, &status);
  printf("%lld\n", (long long)status.st_size);
  return 0;
}

/* spin PROCESSES MILLISECONDS: percent of one CPU that they got together. */
int spin(char **argv) {
  int processes = atoi(argv[0]);
  double started = now(), end = started + atoi(argv[1]) / 1e3;
  for (int i = 0; i < processes; i++)
    if (fork() == 0) { while (now() < end); _exit(0); }
  while (wait(0) > 0);
  struct rusage used;
  getrusage(RUSAGE_CHILDREN, &used);
  double cpu = used.ru_utime.tv_sec + used.ru_stime.tv_sec + (used.ru_utime.tv_usec + used.ru_stime.tv_usec) / 1e6;
  printf("%d\n", (int)(100 * cpu / (now() - started)));
  return 0;
}

/* flood MEGABYTES to stdout */
int flood(char **argv) {
  static char block[1 << 16];
  memset(block, 'y', sizeof block);
  for (long i = 0; i < atol(argv[0]) * 16; i++)
    if (write(1, block, sizeof block) < 0) return 1;
  return 0;
}
