import { runCli } from './cli.ts';

/** The entry of the `sluice` command; `bin/sluice.js` loads it. */
process.exitCode = await runCli(process.argv.slice(2));
