import { homedir } from 'node:os';
import { join } from 'node:path';

/**
 * Where Sluice keeps what it downloads or builds once for all repositories of a user:
 * `$XDG_CACHE_HOME/sluice` (XDG Base Directory Specification), else the platform's custom.
 */
export function cacheDirectory(
  env: NodeJS.ProcessEnv,
  platform: NodeJS.Platform = process.platform,
): string {
  const home = env['HOME'] ?? homedir();
  if (env['XDG_CACHE_HOME']) return join(env['XDG_CACHE_HOME'], 'sluice');
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'sluice');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? home, 'sluice', 'cache');
  return join(home, '.cache', 'sluice');
}
