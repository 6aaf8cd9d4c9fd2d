// The bound: a blocked fill of one regular axis as C does it, with the same order of additions.
// fill FOLDER VALUES WEIGHTS|- N BINS START STOP ROUNDS -> median seconds; cells to FOLDER/bound.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 2048 };

static void locate(const double *x, int *k, int n, double min, double delta, int bins) {
  double size = bins;
  for (int i = 0; i < n; i++) {
    double u = (x[i] - min) / delta * size;
    u = u < size ? u : size;
    u = u > -1 ? u : -1;
    int j = (int)u;
    k[i] = j + 1 - (u < 0 && u > -1);
  }
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static double *read_all(const char *name, long n) {
  double *data = malloc(n * 8);
  FILE *file = fopen(name, "rb");
  if (!data || !file || fread(data, 8, n, file) != (size_t)n) exit(1);
  fclose(file);
  return data;
}

int main(int argc, char **argv) {
  if (argc != 9) return 2;
  long n = atol(argv[4]);
  int bins = atoi(argv[5]), rounds = atoi(argv[8]);
  double start = atof(argv[6]), delta = atof(argv[7]) - start;
  double *x = read_all(argv[2], n);
  int weighted = strcmp(argv[3], "-") != 0;
  double *w = weighted ? read_all(argv[3], n) : 0;
  double *cells = malloc((bins + 2) * 16);
  double *times = malloc(rounds * 8);
  int k[BLOCK];
  for (int round = 0; round < rounds; round++) {
    memset(cells, 0, (bins + 2) * 16);
    double t = now();
    for (long at = 0; at < n; at += BLOCK) {
      int count = n - at < BLOCK ? n - at : BLOCK;
      locate(x + at, k, count, start, delta, bins);
      if (weighted)
        for (int i = 0; i < count; i++) {
          double a = w[at + i];
          cells[2 * k[i]] += a;
          cells[2 * k[i] + 1] += a * a;
        }
      else
        for (int i = 0; i < count; i++) cells[k[i]] += 1;
    }
    times[round] = now() - t;
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/bound", argv[1]);
  FILE *file = fopen(path, "wb");
  fwrite(cells, 8, (bins + 2) * (weighted ? 2 : 1), file);
  fclose(file);
  qsort(times, rounds, 8, ascending);
  printf("%.9f\n", times[rounds / 2]);
  return 0;
}
