import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Checkers of evidence that nobody here wrote, in the versions that are named in the bundle. */
const PACKAGES = ['in-toto==3.1.0', 'securesystemslib[crypto]==1.6.0'];
const INSTALL_MS_MAX = 300_000;

/**
 * The folder of the programs of in-toto and securesystemslib, installed once per machine into a
 * Python environment of their own; or why they cannot be had here.
 */
export function foreignTools(): { readonly bin: string } | { readonly missing: string } {
  if (spawnSync('python3', ['--version']).error !== undefined) {
    return { missing: 'python3 is not installed' };
  }
  const folder = join(tmpdir(), 'sluice-foreign-tools-in-toto-3.1.0');
  if (existsSync(folder)) return { bin: join(folder, 'bin') };
  try {
    mkdirSync(folder);
    execFileSync('python3', ['-m', 'venv', folder], { stdio: 'pipe' });
    const pip = join(folder, 'bin', 'pip');
    execFileSync(pip, ['install', '--quiet', ...PACKAGES], {
      stdio: 'pipe',
      timeout: INSTALL_MS_MAX,
    });
    return { bin: join(folder, 'bin') };
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message.split('\n')[0] : String(error);
    return { missing: `in-toto cannot be installed: ${reason}` };
  }
}
