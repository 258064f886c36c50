/* What the parts of the hostile program share. Each attack prints what it got hold of; judging it is the suite's. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <linux/vm_sockets.h>
#include <netinet/in.h>
#include <netinet/ip_icmp.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

int fail(const char *what);
double now(void);
int talk(int fd, const char *say);

/* Each takes its arguments after its name; `how` is the name where a function has several. */
int victim(char **argv);
int memory_of(const char *how, char **argv);
int tiocsti(char **argv);
int own_tty(char **argv);
int on_tty(char **argv);
int on_console(char **argv);
int console_state(void);
int with_key(char **argv);
int read_key(char **argv);
int new_namespace(const char *how, char **argv);
int i386_key(char **argv);
int vsock(const char *how, char **argv);
int remount(char **argv);
int iouring(char **argv);
int bpf_map(char **argv);
int inet(const char *how, char **argv);
int local(char **argv);
int ping(char **argv);
int forks(char **argv);
int eat(char **argv);
int files(char **argv);
int descriptors(char **argv);
int fill(char **argv);
int sparse(char **argv);
int spin(char **argv);
int flood(char **argv);
