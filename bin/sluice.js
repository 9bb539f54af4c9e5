#!/usr/bin/env node
// Starts the built CLI in this same process: nothing but the verb's own code is loaded.
import { existsSync } from 'node:fs';
import module from 'node:module';
import { fileURLToPath } from 'node:url';

const USAGE_EXIT_CODE = 2;
const entry = new URL('../dist/cli/main.js', import.meta.url);

if (existsSync(entry)) {
  // Node 22.8 and later keep compiled code between runs; Node 20 has no such cache.
  module.enableCompileCache?.();
  await import(entry.href);
} else {
  const folder = fileURLToPath(new URL('..', import.meta.url));
  process.stderr.write(`Sluice is not built yet. Run \`npm run setup\` in ${folder} first.\n`);
  process.exitCode = USAGE_EXIT_CODE;
}
