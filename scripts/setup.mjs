// Everything that a fresh clone needs: packages, the build and Temporal's CLI. Quick when all is there.
import { existsSync, statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { main, root, run, step } from './step.mjs';

export async function setUp() {
  await step('Packages', () => installPackages());
  await build();
  await step('Temporal', (showProgress) => installTemporal(showProgress));
}

/** npm writes its own lock file last, so it is older than ours when ours has changed since. */
async function installPackages() {
  const installed = new URL('node_modules/.package-lock.json', root);
  const wanted = new URL('package-lock.json', root);
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs) {
    return 'up to date';
  }
  await run('npm', ['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  return 'installed';
}

async function installTemporal(onProgress) {
  const { ensureTemporalCli } = await import('../dist/client/server/temporal-cli.js');
  const cli = await ensureTemporalCli({ env: process.env, onProgress });
  return `${cli.path} (${cli.source})`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(setUp);
