// What every example does around its story: a sandbox, a server, and nothing left behind.
import { parseArgs } from 'node:util';
import { say } from './people.mjs';
import { openSandbox, SampleFailed, startServer } from './sandbox.mjs';

const INTERRUPTED = 130;
const SECOND_MS = 1_000;

/** Runs `story(sandbox, signal)`, which answers the verdict. Answers the exit code. */
export async function runExample({ title, sandbox: wanted, story }) {
  const { values: options } = parseArgs({ options: { keep: { type: 'boolean', default: false } } });
  const interruption = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(name, () => interruption.abort());
  }
  const { signal } = interruption;
  const began = performance.now();
  const sandbox = await openSandbox(wanted);
  let server;
  let isKept = options.keep;
  try {
    say(`${title}, in ${sandbox.repository}`);
    server = await startServer(sandbox, signal);
    say(`Temporal and a worker are up; Web UI while this runs: ${server.webUi}`);
    const verdict = await story(sandbox, signal);
    const seconds = Math.round((performance.now() - began) / SECOND_MS);
    say(`\nCertification: ${verdict} (${seconds} s in all)`);
    return 0;
  } catch (error) {
    if (signal.aborted) return INTERRUPTED;
    isKept = true;
    if (!(error instanceof SampleFailed)) throw error;
    process.stderr.write(`\nThe example failed: ${error.message}\n`);
    return 1;
  } finally {
    await server?.stop();
    if (isKept) sayFolder(sandbox);
    else sandbox.remove();
  }
}

function sayFolder(sandbox) {
  say(`\nKept in ${sandbox.folder}. To look at it again, in Temporal's Web UI too:`);
  say(`  node bin/sluice.js -C ${sandbox.repository} dev`);
}
