/* Ways out of a room. */
#include "attack.h"

int talk(int fd, const char *say) {
  struct timeval limit = {3, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  if (*say && write(fd, say, strlen(say)) < 0) return fail("write");
  char text[4096];
  ssize_t n;
  while ((n = read(fd, text, sizeof text)) > 0) fwrite(text, 1, n, stdout);
  fflush(stdout);
  return 0;
}

/* tcp ADDRESS PORT SAY · udp ADDRESS PORT SAY (waits for no answer) */
int inet(const char *how, char **argv) {
  struct sockaddr_storage address = {0};
  struct sockaddr_in *v4 = (void *)&address;
  struct sockaddr_in6 *v6 = (void *)&address;
  socklen_t size = sizeof *v4;
  if (inet_pton(AF_INET, argv[0], &v4->sin_addr) == 1) v4->sin_family = AF_INET, v4->sin_port = htons(atoi(argv[1]));
  else if (inet_pton(AF_INET6, argv[0], &v6->sin6_addr) == 1)
    v6->sin6_family = AF_INET6, v6->sin6_port = htons(atoi(argv[1])), size = sizeof *v6;
  else return fail("address");
  int fd = socket(address.ss_family, !strcmp(how, "tcp") ? SOCK_STREAM : SOCK_DGRAM, 0);
  if (fd < 0 || connect(fd, (struct sockaddr *)&address, size) < 0) return fail("connect");
  if (!strcmp(how, "tcp")) return talk(fd, argv[2]);
  return write(fd, argv[2], strlen(argv[2])) < 0 ? fail("send") : 0;
}

/* unix PATH SAY; a path that begins with @ is abstract. */
int local(char **argv) {
  struct sockaddr_un address = {.sun_family = AF_UNIX};
  size_t length = strlen(argv[0]);
  memcpy(address.sun_path, argv[0], length);
  /* Node pads abstract names with zeros to the full length. */
  if (argv[0][0] == '@') address.sun_path[0] = 0;
  int fd = socket(AF_UNIX, SOCK_STREAM, 0);
  if (connect(fd, (struct sockaddr *)&address, sizeof address) < 0) return fail("connect");
  return talk(fd, argv[1]);
}

/* ping ADDRESS TEXT: prints the text that comes back. By a raw socket where there is no other. */
int ping(char **argv) {
  struct sockaddr_in address = {.sin_family = AF_INET};
  inet_pton(AF_INET, argv[0], &address.sin_addr);
  int is_raw = 0, fd = socket(AF_INET, SOCK_DGRAM, IPPROTO_ICMP);
  if (fd < 0) { fd = socket(AF_INET, SOCK_RAW, IPPROTO_ICMP); is_raw = 1; }
  if (fd < 0) return fail("socket");
  struct timeval limit = {2, 0};
  setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof limit);
  char packet[512] = {0};
  struct icmphdr *head = (void *)packet;
  head->type = ICMP_ECHO;
  head->un.echo.id = htons(getpid() & 0xffff);
  strncpy(packet + sizeof *head, argv[1], 200);
  size_t size = sizeof *head + strlen(argv[1]);
  uint32_t sum = 0;
  for (size_t i = 0; i < size + 1; i += 2) sum += *(uint16_t *)(packet + i);
  while (sum >> 16) sum = (sum & 0xffff) + (sum >> 16);
  head->checksum = ~sum;
  if (sendto(fd, packet, size, 0, (struct sockaddr *)&address, sizeof address) < 0) return fail("send");
  for (int i = 0; i < 8; i++) {
    ssize_t n = read(fd, packet, sizeof packet - 1);
    if (n < 0) return fail("no answer");
    char *answer = packet + (is_raw ? (packet[0] & 15) * 4 : 0);
    if (((struct icmphdr *)answer)->type != ICMP_ECHOREPLY) continue;
    packet[n] = 0;
    printf("%s\n", answer + sizeof *head);
    return 0;
  }
  return 1;
}
