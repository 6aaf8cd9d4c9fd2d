/* The look-up of bench/corrections in C, as a bound: lookup FOLDER N. Writes FOLDER/bound.f64, says "ready",
 * then repeats the loop for the ms of each line of input and tells its samples as JSON. */

#include "bound.h"

enum { PT = 20, ETA = 14 };

/* Edges that are not above x: without branches. */
static inline int reached(const double *edges, int n, double x) {
  int count = 0;
  for (int i = 0; i < n; i++) count += x >= edges[i];
  return count;
}

static inline int clamp(int bin, int bins) { return bin < 0 ? 0 : bin < bins ? bin : bins - 1; }

static void work(const double *pt, const double *eta, const double *edges, const double *content, double *out, long n) {
  for (long i = 0; i < n; i++) {
    int a = clamp(reached(edges, PT + 1, pt[i]) - 1, PT);
    int b = clamp(reached(edges + PT + 1, ETA + 1, eta[i]) - 1, ETA);
    out[i] = content[a * ETA + b];
  }
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  const char *folder = argv[1];
  long n = atol(argv[2]);
  double *pt = load(folder, "pt.bin", n * 8), *eta = load(folder, "eta.bin", n * 8);
  double *edges = load(folder, "edges.f64", (PT + ETA + 2) * 8), *content = load(folder, "content.f64", PT * ETA * 8);
  double *out = malloc(n * 8);
  work(pt, eta, edges, content, out, n);
  TELL(work(pt, eta, edges, content, out, n), out, n, folder);
  return 0;
}
