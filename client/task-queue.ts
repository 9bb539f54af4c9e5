import { createHash } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { basename } from 'node:path';

const HASH_CHARS = 10;

/**
 * The task queue of a repository: workers of one repository never take work of another on the same
 * server. `SLUICE_TASK_QUEUE` names it where several machines serve one repository.
 */
export function taskQueueOf(root: string, env: NodeJS.ProcessEnv): string {
  const named = env['SLUICE_TASK_QUEUE'];
  if (named !== undefined && named !== '') return named;
  const real = realpathSync(root);
  const hash = createHash('sha256').update(real).digest('hex').slice(0, HASH_CHARS);
  const name = basename(real).replace(/[^A-Za-z0-9._-]/g, '-');
  return `sluice-${name}-${hash}`;
}
