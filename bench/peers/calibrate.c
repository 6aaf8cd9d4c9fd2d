/* Energies of electrons as bench/corrections has them, in C, as a bound: calibrate FOLDER N. Writes
 * FOLDER/bound.f64, says "ready", then repeats the loop for the ms of each line of input and tells its
 * samples as JSON. In blocks whose columns stay in the cache, so that gcc finds loops to vectorise. */
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "bound.h"

enum { ROWS = 9, BLOCK = 512 };

struct electrons { const double *pt, *eta, *m, *cl_eta, *cl_phi, *event; };

static inline uint32_t bits(double x) {
  float narrow = (float)x + 0.0f;
  uint32_t word;
  memcpy(&word, &narrow, 4);
  return word;
}

static void normals(const double *cl_eta, const double *cl_phi, const double *event, double *out, int n) {
  uint32_t c0[BLOCK], c1[BLOCK], c2[BLOCK], c3[BLOCK];
  for (int i = 0; i < n; i++) {
    uint64_t whole = (uint64_t)(int64_t)event[i];
    c0[i] = (uint32_t)whole, c1[i] = (uint32_t)(whole >> 32), c2[i] = bits(cl_phi[i]), c3[i] = bits(cl_eta[i]);
  }
  uint32_t key0 = 0, key1 = 0;
  for (int round = 0; round < 10; round++, key0 += 0x9e3779b9u, key1 += 0xbb67ae85u)
    for (int i = 0; i < n; i++) {
      uint64_t a = (uint64_t)c0[i] * 0xd2511f53u, b = (uint64_t)c2[i] * 0xcd9e8d57u;
      c0[i] = (uint32_t)(b >> 32) ^ c1[i] ^ key0;
      c2[i] = (uint32_t)(a >> 32) ^ c3[i] ^ key1;
      c1[i] = (uint32_t)b, c3[i] = (uint32_t)a;
    }
  for (int i = 0; i < n; i++) {
    double u = (double)(((uint64_t)c1[i] << 32 | c0[i]) >> 12) * 0x1p-52;
    double v = (double)(((uint64_t)c3[i] << 32 | c2[i]) >> 12) * 0x1p-52;
    out[i] = sqrt(-2 * log(1 - u)) * sin(M_PI / 2 * (2 * v - 1));
  }
}

static void work(struct electrons in, const double *edges, const double *widths, double *out, long n) {
  double z[BLOCK];
  for (long start = 0; start < n; start += BLOCK) {
    int count = n - start < BLOCK ? (int)(n - start) : BLOCK;
    normals(in.cl_eta + start, in.cl_phi + start, in.event + start, z, count);
    for (int i = 0; i < count; i++) {
      long at = start + i;
      double factor = cosh(in.eta[at]), p = in.pt[at] * factor, m = in.m[at];
      int row = 0;
      for (int j = 1; j < ROWS; j++) row += fabs(in.cl_eta[at]) >= edges[j];
      double e = sqrt(p * p + m * m) * (1 + widths[row] * z[i]), left = e * e - m * m;
      out[at] = sqrt(left > 0 ? left : 0) / factor;
    }
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  const char *folder = argv[1];
  long n = atol(argv[2]);
  struct electrons in = {load(folder, "pt.bin", n * 8),     load(folder, "eta.bin", n * 8),    load(folder, "m.bin", n * 8),
                         load(folder, "cl_eta.bin", n * 8), load(folder, "cl_phi.bin", n * 8), load(folder, "event.bin", n * 8)};
  double *edges = load(folder, "edges.f64", ROWS * 8), *widths = load(folder, "widths.f64", ROWS * 8);
  double *out = malloc(n * 8);
  work(in, edges, widths, out, n);
  TELL(work(in, edges, widths, out, n), out, n, folder);
  return 0;
}
