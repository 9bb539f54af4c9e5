import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFileSync, closeSync, fdatasyncSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { runCrowd } from './item-runs.ts';

/** The commands of one item's gates, as the policy of the bench has them. */
const COMMANDS = ['/bin/false', '/bin/true', '/bin/true', '/bin/true'];

/** What somebody without Sluice would write: spawn the commands and note that they ran, on disk. */
export async function runPlainItems(
  size: { readonly total: number; readonly atOnce: number },
  folder: string,
): Promise<void> {
  const log = openSync(join(folder, 'plain.log'), 'a');
  try {
    await runCrowd(size, async (place) => {
      for (const command of COMMANDS) {
        const [code] = await once(spawn(command, { stdio: 'ignore' }), 'exit');
        appendFileSync(log, `${place} ${command} ${String(code)}\n`);
        fdatasyncSync(log);
      }
    });
  } finally {
    closeSync(log);
  }
}
