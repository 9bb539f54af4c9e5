import { runCli } from './cli.ts';

// Whoever reads our output, such as `head`, may have seen enough before we are done.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
  process.exit();
});

/** The entry of the `sluice` command; `bin/sluice.js` loads it. */
process.exitCode = await runCli(process.argv.slice(2));
