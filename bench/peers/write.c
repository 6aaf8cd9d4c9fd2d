// The bound of bench/root/write.ts without compression: its columns turned around into one buffer, written,
// brought to the disk and named. write FOLDER N says "ready"; then, for each line of input, a number of ms,
// it repeats that for as long and prints the time of each run: bench/peer.ts says how.
// A negative N: -N events, and the disk is not waited for.
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <unistd.h>

#include "bound.h"

#define STEPS 4

static char names[2][4200];

static void put(int file, const void *data, size_t n) {
  for (const char *from = data; n > 0;) {
    ssize_t done = write(file, from, n);
    if (done <= 0) exit(1);
    from += done;
    n -= done;
  }
}

static size_t swap4(uint32_t *restrict to, const uint32_t *restrict from, long n) {
  for (long i = 0; i < n; i++) to[i] = __builtin_bswap32(from[i]);
  return 4 * n;
}

static size_t swap8(uint64_t *restrict to, const uint64_t *restrict from, long n) {
  for (long i = 0; i < n; i++) to[i] = __builtin_bswap64(from[i]);
  return 8 * n;
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  long given = atol(argv[2]), n = labs(given), per = n / STEPS;
  for (int i = 0; i < 2; i++) snprintf(names[i], sizeof names[i], "%s/bound.%s", argv[1], i ? "root" : "part");
  uint32_t *run = malloc(4 * n), *offsets = malloc(4 * (n + 1)), *pt = malloc(8 * n + 64), *eta = malloc(8 * n + 64);
  double *met = malloc(8 * n);
  offsets[0] = 0;
  for (long i = 0; i < n; i++) {
    run[i] = i;
    met[i] = (i % 9973) * 0.73;
    offsets[i + 1] = offsets[i] + i % 5;
  }
  for (uint32_t i = 0; i < offsets[n]; i++) {
    float value = (i % 10007) * 0.37f, less = value / 1000;
    memcpy(pt + i, &value, 4);
    memcpy(eta + i, &less, 4);
  }
  char *buffer = malloc(32 * per + 1024);
  double none = 0;

#define WRITE                                                                              \
  do {                                                                                     \
    int file = open(names[0], O_WRONLY | O_CREAT | O_TRUNC, 0666);                         \
    if (file < 0) return 1;                                                                \
    for (int step = 0; step < STEPS; step++) {                                             \
      long start = step * per;                                                             \
      uint32_t first = offsets[start], lists = offsets[start + per] - first;               \
      put(file, buffer, swap4((uint32_t *)buffer, run + start, per));                      \
      put(file, buffer, swap8((uint64_t *)buffer, (uint64_t *)met + start, per));          \
      for (long i = 0; i < per; i++)                                                       \
        ((uint32_t *)buffer)[i] = __builtin_bswap32((start + i) % 5);      \
      put(file, buffer, 4 * per);                                                          \
      for (int field = 0; field < 2; field++) {                                            \
        size_t at = swap4((uint32_t *)buffer, (field ? eta : pt) + first, lists);          \
        uint32_t *behind = (uint32_t *)(buffer + at);                                      \
        for (long i = 0; i < per; i++)                                                     \
          behind[i] = __builtin_bswap32(4 * (offsets[start + i] - first) + 80);            \
        put(file, buffer, at + 4 * per);                                                   \
      }                                                                                    \
    }                                                                                      \
    if (given > 0 && fsync(file)) return 1;                                                \
    if (close(file) || rename(names[0], names[1])) return 1;                               \
  } while (0)

  TELL(WRITE, &none, 1, argv[1]);
  return 0;
}
