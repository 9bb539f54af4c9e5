// `npm start`: sets everything up, then runs an example from its start to its certification: the
// sample program, or with `npm start -- packets` the closeout in nine packets.
import { existsSync } from 'node:fs';
import { setUp } from './setup.mjs';
import { main, runInForeground } from './step.mjs';

const BAD_USAGE = 2;

await main(async () => {
  await setUp();
  const [first, ...rest] = process.argv.slice(2);
  const isNamed = first !== undefined && !first.startsWith('-');
  const example = isNamed ? first : 'sample';
  const script = `examples/${example}/run.mjs`;
  if (example === 'common' || !existsSync(script)) {
    process.stderr.write(`There is no example "${example}"; there are sample and packets.\n`);
    return BAD_USAGE;
  }
  return runInForeground(process.execPath, [script, ...(isNamed ? rest : process.argv.slice(2))]);
});
