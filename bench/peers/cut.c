// The bound of bench/array/expression.ts: its cut as one loop in C.
// cut FOLDER N writes its bools to FOLDER/bound.u8 and says so; then, for each line of input, a number
// of ms, it repeats the loop for as long and prints the time of each run: bench/peer.ts says how.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static float *column(const char *folder, const char *name, long n) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s.f32", folder, name);
  float *data = malloc(n * 4);
  FILE *file = fopen(path, "rb");
  if (!data || !file || fread(data, 4, n, file) != (size_t)n) exit(1);
  fclose(file);
  return data;
}

__attribute__((noinline)) static void cut(const float *restrict pt, const float *restrict eta,
                                          const float *restrict d0, unsigned char *restrict out,
                                          long n) {
  for (long i = 0; i < n; i++) {
    float a = fabsf(eta[i]);
    out[i] = (pt[i] > 25e3f) & (a < 2.47f) & !((a > 1.37f) & (a < 1.52f)) & (fabsf(d0[i]) < 5);
  }
}

int main(int argc, char **argv) {
  if (argc != 3) return 2;
  long n = atol(argv[2]);
  float *pt = column(argv[1], "pt", n);
  float *eta = column(argv[1], "eta", n);
  float *d0 = column(argv[1], "d0", n);
  unsigned char *out = malloc(n);
  cut(pt, eta, d0, out, n);
  char path[4096], line[64];
  snprintf(path, sizeof path, "%s/bound.u8", argv[1]);
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(out, 1, n, file) != (size_t)n || fclose(file)) return 1;
  puts("ready");
  fflush(stdout);
  while (fgets(line, sizeof line, stdin)) {
    double begin = now(CLOCK_MONOTONIC), end = begin + atof(line);
    for (const char *before = "["; before[0] == '[' || now(CLOCK_MONOTONIC) < end; before = ",") {
      double wall = now(CLOCK_MONOTONIC), cpu = now(CLOCK_PROCESS_CPUTIME_ID);
      cut(pt, eta, d0, out, n);
      cpu = now(CLOCK_PROCESS_CPUTIME_ID) - cpu;
      printf("%s{\"ms\":%f,\"cpu\":%f}", before, now(CLOCK_MONOTONIC) - wall, cpu);
    }
    puts("]");
    fflush(stdout);
  }
  return 0;
}
