// `npm run bench`: sets everything up, then measures; arguments such as `--json` go to the bench.
import { setUp } from './setup.mjs';
import { main, runInForeground } from './step.mjs';

await main(async () => {
  await setUp();
  return runInForeground(process.execPath, ['dist/bench/main.js', ...process.argv.slice(2)]);
});
