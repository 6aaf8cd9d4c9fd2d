/* What the loops of bench/corrections share: columns from files, and runs that are told as JSON. */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static void *load(const char *folder, const char *name, long bytes) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "rb");
  void *data = malloc(bytes);
  if (!file || fread(data, 1, bytes, file) != (size_t)bytes) exit(1);
  fclose(file);
  return data;
}

static double ms(clockid_t clock) {
  struct timespec now;
  clock_gettime(clock, &now);
  return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

/* Writes the n results to FOLDER/bound.f64, says "ready", then repeats WORK for the ms of each line of input. */
#define TELL(WORK, out, n, folder)                                                                             \
  do {                                                                                                         \
    char path[4096];                                                                                           \
    snprintf(path, sizeof path, "%s/bound.f64", folder);                                                       \
    FILE *file = fopen(path, "wb");                                                                            \
    if (!file || fwrite(out, 8, n, file) != (size_t)(n)) return 1;                                             \
    fclose(file);                                                                                              \
    puts("ready");                                                                                             \
    fflush(stdout);                                                                                            \
    double budget;                                                                                             \
    while (scanf("%lf", &budget) == 1) {                                                                       \
      double end = ms(CLOCK_MONOTONIC) + budget;                                                               \
      const char *separator = "[";                                                                             \
      do {                                                                                                     \
        double begin = ms(CLOCK_MONOTONIC), cpu = ms(CLOCK_PROCESS_CPUTIME_ID);                                \
        WORK;                                                                                                  \
        printf("%s{\"ms\": %.4f, \"cpu\": %.4f}", separator, ms(CLOCK_MONOTONIC) - begin,                      \
               ms(CLOCK_PROCESS_CPUTIME_ID) - cpu);                                                            \
        separator = ", ";                                                                                      \
      } while (ms(CLOCK_MONOTONIC) < end);                                                                     \
      puts("]");                                                                                               \
      fflush(stdout);                                                                                          \
    }                                                                                                          \
  } while (0)
