import { defineConfig } from 'vitest/config';

// Three kinds of tests, by what they need: nothing (unit), real Git and processes (integration),
// and a real Temporal server besides (system). `npm test` runs all of them.
export default defineConfig({
  test: {
    pool: 'forks',
    // Vitest leaves one core to itself, which is half of a small machine; its own work is little.
    maxWorkers: '100%',
    projects: [
      {
        test: {
          name: 'unit',
          include: ['test/unit/**/*.test.ts'],
          testTimeout: 20_000,
          // Nothing that they test has state of its own, so files may share what is loaded.
          isolate: false,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['test/integration/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'system',
          include: ['test/system/**/*.test.ts'],
          testTimeout: 180_000,
          hookTimeout: 300_000,
          globalSetup: ['test/support/temporal-server.ts'],
        },
      },
    ],
    coverage: {
      provider: 'v8',
      include: ['domain/**', 'tracker/**', 'policy/**', 'evidence/**', 'report/**'],
    },
  },
});
