/* Loaded by whatever program a variable steers to it: leaves a file that tells as which user. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

__attribute__((constructor)) static void loaded(void) {
  char path[64];
  snprintf(path, sizeof path, "/tmp/loaded-as-%d", (int)geteuid());
  close(open(path, O_WRONLY | O_CREAT, 0666));
}
