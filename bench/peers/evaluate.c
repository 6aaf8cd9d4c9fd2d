/* The formula and the normal numbers of bench/corrections in C, as bounds: evaluate FOLDER N formula|random. Writes
 * FOLDER/bound.f64, says "ready", then repeats the loop for the ms of each line of input and tells its samples as
 * JSON. In blocks whose columns stay in the cache, so that gcc finds loops to vectorise. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "bound.h"

enum { BLOCK = 512 };

static void formula(const double *x, const double *y, double *out, long n) {
  const double p[] = {1.4, 0.453645, -0.015665, 23.2, 0.013, 45.5, 12.25};
  double logs[BLOCK];
  for (long start = 0; start < n; start += BLOCK) {
    int count = n - start < BLOCK ? (int)(n - start) : BLOCK;
    for (int i = 0; i < count; i++) logs[i] = log(x[start + i] / 30.);
    for (int i = 0; i < count; i++) {
      double pt = x[start + i], eta = y[start + i];
      double first = 1 - eta * p[1] * (p[3] - p[0]) * (1 + p[2] * logs[i]) / pt;
      out[start + i] = (first > 0.0001 ? first : 0.0001) * (1 + p[4] * (pt - p[5]) / (pt + p[6]));
    }
  }
}

static inline uint64_t rotate(uint64_t x, int by) { return x << by | x >> (64 - by); }

/* XXH64 of eight bytes, and the state that it seeds. */
static inline uint64_t seeded(uint64_t word) {
  const uint64_t p1 = 0x9e3779b185ebca87u, p2 = 0xc2b2ae3d27d4eb4fu, p3 = 0x165667b19e3779f9u, p4 = 0x85ebca77c2b2ae63u;
  uint64_t h = (0x27d4eb2f165667c5u + 8) ^ rotate(word * p2, 31) * p1;
  h = rotate(h, 27) * p1 + p4;
  h = (h ^ h >> 33) * p2;
  h = (h ^ h >> 29) * p3;
  return ((h ^ h >> 32) + 1442695040888963407u) * 6364136223846793005u + 1442695040888963407u;
}

static inline uint64_t next(uint64_t state) { return state * 6364136223846793005u + 1442695040888963407u; }

static inline double coordinate(uint64_t state) {
  uint32_t bits = (uint32_t)((state >> 18 ^ state) >> 27), by = (uint32_t)(state >> 59);
  return (double)(bits >> by | bits << (-by & 31)) * 0x1p-31 - 1;
}

static void normals(const uint64_t *event, double *out, long n) {
  uint64_t states[BLOCK];
  double squares[BLOCK];
  for (long start = 0; start < n; start += BLOCK) {
    int count = n - start < BLOCK ? (int)(n - start) : BLOCK;
    double *u = out + start;
    for (int i = 0; i < count; i++) {
      uint64_t state = seeded(event[start + i]), second = next(state);
      double a = coordinate(state), b = coordinate(second);
      states[i] = next(second), u[i] = a, squares[i] = a * a + b * b;
    }
    for (int i = 0; i < count; i++)
      while (!(squares[i] < 1 && squares[i] > 0)) {
        uint64_t second = next(states[i]);
        double a = coordinate(states[i]), b = coordinate(second);
        states[i] = next(second), u[i] = a, squares[i] = a * a + b * b;
      }
    for (int i = 0; i < count; i++) u[i] *= sqrt(-2 * log(squares[i]) / squares[i]);
  }
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  const char *folder = argv[1];
  long n = atol(argv[2]);
  double *out = malloc(n * 8);
  if (strcmp(argv[3], "formula") == 0) {
    double *pt = load(folder, "pt.bin", n * 8), *eta = load(folder, "eta.bin", n * 8);
    formula(pt, eta, out, n);
    TELL(formula(pt, eta, out, n), out, n, folder);
  } else {
    uint64_t *event = load(folder, "event.bin", n * 8);
    normals(event, out, n);
    TELL(normals(event, out, n), out, n, folder);
  }
  return 0;
}
