import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cacheDirectory } from '../../client/server/cache-directory.ts';

/** Checkers of evidence that nobody here wrote, in the versions that are named in the bundle. */
const PACKAGES = ['in-toto==3.1.0', 'securesystemslib[crypto]==1.6.0'];
const INSTALL_MS_MAX = 300_000;

/**
 * The folder of the programs of in-toto and securesystemslib, installed once per user into a Python
 * environment of their own, in the folder where Sluice keeps what it downloads; or why they cannot
 * be had here.
 * A mark is left when all is there, so that an installation that was broken off is begun again.
 */
export function foreignTools(): { readonly bin: string } | { readonly missing: string } {
  if (spawnSync('python3', ['--version']).error !== undefined) {
    return { missing: 'python3 is not installed' };
  }
  const folder = join(cacheDirectory(process.env), 'test-tools', 'in-toto-3.1.0');
  const bin = join(folder, 'bin');
  const done = join(folder, 'installed');
  if (existsSync(done)) return { bin };
  try {
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    run('python3', ['-m', 'venv', folder]);
    run(join(bin, 'pip'), ['install', '--quiet', ...PACKAGES]);
    writeFileSync(done, '');
    return { bin };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message.trim().split('\n').at(-1) : String(error);
    return { missing: `in-toto cannot be installed from PyPI: ${reason}` };
  }
}

function run(program: string, args: readonly string[]): void {
  execFileSync(program, args, { stdio: 'pipe', timeout: INSTALL_MS_MAX });
}
