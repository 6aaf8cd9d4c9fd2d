// The bound of bench/array: sums, places of the largest and pairs of positions of short lists, as plain
// loops. gcc -O3 -march=native lists.c -o lists -lm && ./lists EVENTS
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t state = 1;
static double uniform(void) {
  state = state * 1664525u + 1013904223u;
  return (state >> 8) / 16777216.0;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + 1e-9 * t.tv_nsec;
}

static void sums(const int32_t *offsets, const double *x, double *out, int n) {
  for (int i = 0; i < n; i++) {
    double sum = 0;
    for (int j = offsets[i]; j < offsets[i + 1]; j++) sum += x[j];
    out[i] = sum;
  }
}

static void largest(const int32_t *offsets, const float *x, int64_t *out, int n) {
  for (int i = 0; i < n; i++) {
    int where = -1;
    for (int j = offsets[i]; j < offsets[i + 1]; j++)
      if (where < 0 || x[j] > x[offsets[i] + where]) where = j - offsets[i];
    out[i] = where;
  }
}

static void pairs(const int32_t *offsets, int64_t *a, int64_t *b, int n) {
  for (int i = 0; i < n; i++) {
    int size = offsets[i + 1] - offsets[i];
    for (int j = 0; j < size; j++)
      for (int k = j + 1; k < size; k++) {
        *a++ = j;
        *b++ = k;
      }
  }
}

int main(int argc, char **argv) {
  int n = argc > 1 ? atoi(argv[1]) : 5000000;
  int32_t *offsets = malloc(4 * (n + 1));
  long count = 0;
  offsets[0] = 0;
  for (int i = 0; i < n; i++) {
    int size = 0;
    for (double p = uniform(); p > exp(-4); p *= uniform()) size++;
    offsets[i + 1] = offsets[i] + size;
    count += (long)size * (size - 1) / 2;
  }
  int total = offsets[n];
  double *x = malloc(8L * total), *sum = malloc(8L * n);
  float *y = malloc(4L * total);
  int64_t *where = malloc(8L * n), *a = malloc(8 * count), *b = malloc(8 * count);
  for (int j = 0; j < total; j++) y[j] = x[j] = -30 * log(1 - uniform());
  double best[3] = {1e9, 1e9, 1e9};
  for (int run = 0; run < 9; run++) {
    double times[4] = {now()};
    sums(offsets, x, sum, n);
    times[1] = now();
    largest(offsets, y, where, n);
    times[2] = now();
    pairs(offsets, a, b, n);
    times[3] = now();
    for (int k = 0; k < 3; k++)
      if (times[k + 1] - times[k] < best[k]) best[k] = times[k + 1] - times[k];
  }
  printf("sum of float64 %.2f ms, argmax of float32 %.2f ms, argcombinations(2) %.2f ms (%g)\n",
         best[0] * 1e3, best[1] * 1e3, best[2] * 1e3, sum[n / 2] + where[n / 2] + a[count / 2] + b[count / 2]);
}
