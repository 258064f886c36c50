/* Attacks on the terminal that a room was started from. */
#include "attack.h"

static void raw(int fd) {
  struct termios t;
  tcgetattr(fd, &t);
  cfmakeraw(&t);
  tcsetattr(fd, TCSANOW, &t);
}

static int new_terminal(int *master) {
  *master = posix_openpt(O_RDWR | O_NOCTTY);
  char name[64];
  if (*master < 0 || grantpt(*master) || unlockpt(*master) || ptsname_r(*master, name, sizeof name)) return -1;
  int slave = open(name, O_RDWR | O_NOCTTY);
  if (slave >= 0) raw(slave);
  return slave;
}

static int type_into(int fd, const char *text) {
  for (; *text; text++)
    if (ioctl(fd, TIOCSTI, text) < 0) return fail("TIOCSTI");
  return 0;
}

/* tiocsti TEXT: types into the terminal that started us. */
int tiocsti(char **argv) {
  int fd = open("/dev/tty", O_RDWR);
  for (int i = 0; fd < 0 && i < 3; i++)
    if (isatty(i)) fd = i;
  if (fd < 0) return fail("no terminal");
  return type_into(fd, argv[0]);
}

/* own-tty TEXT: types into a terminal of our own, and prints what arrived. */
int own_tty(char **argv) {
  int master, slave = new_terminal(&master);
  if (slave < 0) return fail("terminal");
  if (fork() == 0) {
    setsid();
    if (ioctl(slave, TIOCSCTTY, 0) < 0 || type_into(slave, argv[0])) _exit(1);
    char got[256] = {0};
    if (read(slave, got, strlen(argv[0])) > 0) printf("%s\n", got);
    fflush(stdout);
    _exit(0);
  }
  wait(0);
  return 0;
}

/* on-tty PROGRAM...: runs it with a terminal as stdin, as a person's shell would, and prints what was typed there. */
int on_tty(char **argv) {
  int master, slave = new_terminal(&master);
  if (slave < 0) return fail("terminal");
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    ioctl(slave, TIOCSCTTY, 0);
    dup2(slave, 0);
    close(master);
    close(slave);
    execvp(argv[0], argv);
    _exit(127);
  }
  for (;;) {
    struct pollfd poll_for = {slave, POLLIN, 0};
    char text[256];
    if (poll(&poll_for, 1, 20) > 0 && (poll_for.revents & POLLIN)) {
      ssize_t n = read(slave, text, sizeof text);
      if (n > 0) {
        printf("TYPED %.*s\n", (int)n, text);
        fflush(stdout);
        continue;
      }
    }
    int status;
    if (waitpid(pid, &status, WNOHANG) == pid) return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
  }
}

/* on-console N PROGRAM...: the same with the virtual console /dev/ttyN. console-state: asks it by TIOCLINUX. */
int on_console(char **argv) {
  char path[32];
  snprintf(path, sizeof path, "/dev/tty%s", argv[0]);
  pid_t pid = fork();
  if (pid == 0) {
    setsid();
    int fd = open(path, O_RDWR | O_NOCTTY);
    if (fd < 0 || ioctl(fd, TIOCSCTTY, 1) < 0) _exit(fail("console"));
    dup2(fd, 0);
    execvp(argv[1], argv + 1);
    _exit(127);
  }
  int status;
  waitpid(pid, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : 1;
}

int console_state(void) {
  char argument = 12; /* the number of the foreground console */
  int result = ioctl(0, TIOCLINUX, &argument);
  if (result < 0) return fail("TIOCLINUX");
  printf("console %d\n", result);
  return 0;
}
