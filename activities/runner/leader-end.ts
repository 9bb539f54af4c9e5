import type { ChildProcess } from 'node:child_process';

import { Fault } from '../../domain/fault.ts';
import type { LeaderEnd } from './containment.ts';

/** Resolves with how the process ended; rejects with `SPAWN_FAILED` when it could not be started. */
export function leaderEnd(child: ChildProcess): Promise<LeaderEnd> {
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      const reason = error.message;
      reject(new Fault({ code: 'SPAWN_FAILED', facts: { reason }, cause: error }));
    });
    child.once('exit', (exitCode, signal) => {
      if (signal !== null) resolve({ kind: 'signalled', signal });
      else resolve({ kind: 'exited', exitCode: exitCode ?? 0 });
    });
  });
}
