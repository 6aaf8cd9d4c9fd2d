/* The least that reading an uncompressed file can cost in one thread: its bytes into a buffer that
 * is used again, and from there, in the other byte order, into memory that is used again.
 *
 *   gcc -O3 -march=native -o read read.c && ./read FILE [SPAN_KB]
 *
 * Prints the median ms of each part, and processor ms of both. */
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#define RUNS 25

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static int rising(const void *a, const void *b) {
  double d = *(const double *)a - *(const double *)b;
  return (d > 0) - (d < 0);
}

static void swap(const uint32_t *in, uint32_t *out, size_t n) {
  for (size_t i = 0; i < n; i++) out[i] = __builtin_bswap32(in[i]);
}

int main(int argc, char **argv) {
  if (argc < 2) return 2;
  size_t span = (argc > 2 ? atoi(argv[2]) : 1024) * 1024ul;
  int fd = open(argv[1], O_RDONLY);
  struct stat stat;
  if (fd < 0 || fstat(fd, &stat)) return perror(argv[1]), 1;
  char *in = malloc(span), *out = malloc(stat.st_size + span);
  double read[RUNS], both[RUNS], cpu[RUNS];
  for (int run = -2; run < RUNS; run++) {
    double reading = 0, start = now(CLOCK_MONOTONIC), spent = now(CLOCK_PROCESS_CPUTIME_ID);
    for (off_t at = 0; at < stat.st_size;) {
      double begin = now(CLOCK_MONOTONIC);
      ssize_t got = pread(fd, in, span, at);
      reading += now(CLOCK_MONOTONIC) - begin;
      if (got <= 0) return perror("pread"), 1;
      swap((uint32_t *)in, (uint32_t *)(out + at), got / 4);
      at += got;
    }
    if (run < 0) continue;
    read[run] = reading;
    both[run] = now(CLOCK_MONOTONIC) - start;
    cpu[run] = now(CLOCK_PROCESS_CPUTIME_ID) - spent;
  }
  qsort(read, RUNS, sizeof(double), rising);
  qsort(both, RUNS, sizeof(double), rising);
  qsort(cpu, RUNS, sizeof(double), rising);
  printf("read %.1f ms, read and swap %.1f ms, processor %.1f ms\n", read[RUNS / 2], both[RUNS / 2],
         cpu[RUNS / 2]);
  return 0;
}
