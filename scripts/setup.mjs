// Everything that a fresh clone needs: packages, the build and Temporal's CLI. Quick when all is there.
import { fileURLToPath } from 'node:url';
import { build } from './build.mjs';
import { fingerprint, isStamped, writeStamp } from './fingerprint.mjs';
import { main, run, step } from './step.mjs';

export async function setUp() {
  await step('Packages', () => installPackages());
  await build();
  await step('Temporal', (showProgress) => installTemporal(showProgress));
}

const INSTALLED_STAMP = 'node_modules/.sluice-installed';

/**
 * `npm install --no-save` installs exactly what the lock file says and leaves it alone. `npm ci` would
 * first delete packages that other processes of this clone may be using.
 */
async function installPackages() {
  const value = fingerprint(['package.json', 'package-lock.json']);
  if (isStamped(INSTALLED_STAMP, value)) return 'up to date';
  const quiet = ['--no-audit', '--no-fund', '--loglevel=error'];
  await run('npm', ['install', '--no-save', '--include=dev', ...quiet]);
  writeStamp(INSTALLED_STAMP, value);
  return undefined;
}

async function installTemporal(onProgress) {
  const { ensureTemporalCli } = await import('../dist/client/server/temporal-cli.js');
  const cli = await ensureTemporalCli({ env: process.env, onProgress });
  return `${cli.path} (${cli.source})`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main(setUp);
