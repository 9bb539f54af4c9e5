// `npm start`: sets everything up, then runs the sample program from its start to its certification.
import { setUp } from './setup.mjs';
import { main, runInForeground } from './step.mjs';

await main(async () => {
  await setUp();
  return runInForeground(process.execPath, ['examples/sample/run.mjs', ...process.argv.slice(2)]);
});
