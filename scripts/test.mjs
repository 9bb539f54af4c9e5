// `npm test`: sets everything up, then runs all tests; arguments go to vitest.
import { setUp } from './setup.mjs';
import { main, runInForeground } from './step.mjs';

const VITEST = 'node_modules/vitest/vitest.mjs';

await main(async () => {
  await setUp();
  return runInForeground(process.execPath, [VITEST, 'run', ...process.argv.slice(2)]);
});
