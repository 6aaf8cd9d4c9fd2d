// The bound of bench/array/expression.ts: its cut as one loop in C.
// cut FOLDER N ROUNDS -> median processor ms; bools to FOLDER/bound.u8.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e3 + t.tv_nsec * 1e-6;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
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
  if (argc != 4) return 2;
  long n = atol(argv[2]);
  int rounds = atoi(argv[3]);
  float *pt = column(argv[1], "pt", n);
  float *eta = column(argv[1], "eta", n);
  float *d0 = column(argv[1], "d0", n);
  unsigned char *out = malloc(n);
  double *times = malloc(rounds * sizeof(double));
  memset(out, 0, n);
  for (int round = 0; round < rounds; round++) {
    double t = now();
    cut(pt, eta, d0, out, n);
    times[round] = now() - t;
  }
  qsort(times, rounds, sizeof(double), ascending);
  char path[4096];
  snprintf(path, sizeof path, "%s/bound.u8", argv[1]);
  FILE *file = fopen(path, "wb");
  if (!file || fwrite(out, 1, n, file) != (size_t)n) return 1;
  fclose(file);
  printf("%.6f\n", times[rounds / 2]);
  return 0;
}
