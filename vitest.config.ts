import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    reporters: ["default", "./scripts/closing-line.ts"],
    expect: { requireAssertions: true },
    testTimeout: 60_000,
    // The engine is one instance per thread: files share nothing.
    pool: "forks",
  },
});
