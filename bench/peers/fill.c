// The bound: a blocked fill as C does it, with the same order of additions.
// fill FOLDER N ROUNDS SIZE WEIGHTS|- AXIS… -> median processor seconds; cells to FOLDER/bound.
// SIZE is 1 for sums of weights, 2 for their squares as well. AXIS is one of
//   regular:VALUES:BINS:START:STOP   variable:VALUES:EDGES:BINS   integers:VALUES:BINS,LOWEST,SPAN:TABLE
//   strings:OFFSETS:BYTES:NAME,NAME…
// Files hold float64, those of integers and offsets int32, bytes of strings bytes.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { BLOCK = 2048, AXES = 3 };

typedef struct {
  char kind;
  int bins;
  double min, delta, scale;
  int cells, lowest, span, names;
  const double *x, *edges;
  const int *c, *table, *offsets;
  const char *bytes;
  const char *name[64];
  int length[64];
} Axis;

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec * 1e-9;
}

static int ascending(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return (x > y) - (x < y);
}

static void *read_all(const char *name) {
  FILE *file = fopen(name, "rb");
  if (!file) exit(1);
  fseek(file, 0, SEEK_END);
  long size = ftell(file);
  rewind(file);
  char *data = malloc(size + 64);
  if (!data || fread(data, 1, size, file) != (size_t)size) exit(1);
  fclose(file);
  return data;
}

// Places along one axis, underflow first.
static void regular(const Axis *a, const double *x, int *k, int n) {
  double size = a->bins, min = a->min, delta = a->delta;
  for (int i = 0; i < n; i++) {
    double u = (x[i] - min) / delta * size;
    u = u < size ? u : size;
    u = u > -1 ? u : -1;
    int j = (int)u;
    k[i] = j + 1 - (u < 0 && u > -1);
  }
}

// A table over cells of equal width says how many edges lie below; one comparison is left.
static void variable(const Axis *a, const double *x, int *k, int n) {
  const double *edges = a->edges;
  double first = edges[0], scale = a->scale, most = a->cells;
  int behind = a->bins + 1;
  for (int i = 0; i < n; i++) {
    double u = (x[i] - first) * scale;
    u = u < most ? u : most;
    u = u > -1 ? u : -1;
    int j = a->table[(int)(u + 1)];
    j += !(x[i] < edges[j]);
    k[i] = j < behind ? j : behind;
  }
}

static void integers(const Axis *a, const int *c, int *k, int n) {
  int span = a->span;
  for (int i = 0; i < n; i++) {
    long u = (long)c[i] - a->lowest;
    u = u < span ? u : span;
    u = u > -1 ? u : -1;
    k[i] = a->table[u + 1];
  }
}

static void strings(const Axis *a, const int *offsets, int *k, int n) {
  for (int i = 0; i < n; i++) {
    int length = offsets[i + 1] - offsets[i], at = 0;
    const char *text = a->bytes + offsets[i];
    while (at < a->names && (a->length[at] != length || memcmp(text, a->name[at], length))) at++;
    k[i] = at;
  }
}

static void locate(const Axis *a, long at, int *k, int n) {
  if (a->kind == 'r') regular(a, a->x + at, k, n);
  else if (a->kind == 'v') variable(a, a->x + at, k, n);
  else if (a->kind == 'i') integers(a, a->c + at, k, n);
  else strings(a, a->offsets + at, k, n);
}

static void parse(Axis *a, char *text, int *extent) {
  char *part[8] = {0};
  int parts = 0;
  for (char *p = strtok(text, ":"); p && parts < 8; p = strtok(NULL, ":")) part[parts++] = p;
  a->kind = part[0][0];
  if (a->kind == 'r') {
    a->x = read_all(part[1]);
    a->bins = atoi(part[2]);
    a->min = atof(part[3]);
    a->delta = atof(part[4]) - a->min;
    *extent = a->bins + 2;
  } else if (a->kind == 'v') {
    a->x = read_all(part[1]);
    double *edges = read_all(part[2]);
    a->bins = atoi(part[3]);
    edges[a->bins + 1] = INFINITY;
    a->edges = edges;
    a->cells = 4096;
    a->scale = a->cells / (edges[a->bins] - edges[0]);
    int *table = malloc((a->cells + 2) * sizeof(int));
    table[0] = 0;
    for (int cell = 0, below = 0; cell <= a->cells; cell++) {
      table[cell + 1] = below;
      while (below <= a->bins && (int)((edges[below] - edges[0]) * a->scale) == cell) below++;
    }
    a->table = table;
    *extent = a->bins + 2;
  } else if (a->kind == 'i') {
    a->c = read_all(part[1]);
    sscanf(part[2], "%d,%d,%d", &a->bins, &a->lowest, &a->span);
    a->table = read_all(part[3]);
    *extent = a->bins + 1;
  } else {
    a->offsets = read_all(part[1]);
    a->bytes = read_all(part[2]);
    for (char *p = strtok(part[3], ","); p; p = strtok(NULL, ",")) {
      a->name[a->names] = p;
      a->length[a->names++] = strlen(p);
    }
    *extent = a->names + 1;
  }
}

int main(int argc, char **argv) {
  if (argc < 7 || argc > 6 + AXES) return 2;
  long n = atol(argv[2]);
  int rounds = atoi(argv[3]), size = atoi(argv[4]), rank = argc - 6;
  double *w = strcmp(argv[5], "-") ? read_all(argv[5]) : 0;
  static Axis axes[AXES];
  int extent[AXES];
  long cells = size;
  for (int i = 0; i < rank; i++) {
    parse(&axes[i], argv[6 + i], &extent[i]);
    cells *= extent[i];
  }
  double *sums = malloc(cells * 8), *times = malloc(rounds * 8);
  int k[BLOCK], next[BLOCK];
  for (int round = 0; round < rounds; round++) {
    memset(sums, 0, cells * 8);
    double t = now();
    for (long at = 0; at < n; at += BLOCK) {
      int count = n - at < BLOCK ? n - at : BLOCK;
      locate(&axes[0], at, k, count);
      for (int axis = 1; axis < rank; axis++) {
        locate(&axes[axis], at, next, count);
        for (int i = 0; i < count; i++) k[i] = k[i] * extent[axis] + next[i];
      }
      if (size == 2)
        for (int i = 0; i < count; i++) {
          double a = w ? w[at + i] : 1;
          sums[2 * k[i]] += a;
          sums[2 * k[i] + 1] += a * a;
        }
      else if (w)
        for (int i = 0; i < count; i++) sums[k[i]] += w[at + i];
      else
        for (int i = 0; i < count; i++) sums[k[i]] += 1;
    }
    times[round] = now() - t;
  }
  char path[4096];
  snprintf(path, sizeof path, "%s/bound", argv[1]);
  FILE *file = fopen(path, "wb");
  fwrite(sums, 8, cells, file);
  fclose(file);
  qsort(times, rounds, 8, ascending);
  printf("%.9f\n", times[rounds / 2]);
  return 0;
}
