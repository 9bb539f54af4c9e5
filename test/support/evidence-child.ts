import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { openEvidenceLog } from '../../evidence/file-log.ts';
import { openOrchestratorKey } from '../../evidence/orchestrator-key.ts';
import { numberedRun } from './evidence-records.ts';

/**
 * A process that appends runs `from` to `to` to the log in `dir`, one after the other, and prints
 * each number once it was acknowledged. `crash` kills it for real at one place of the writing.
 * Arguments: dir, from, to, crash (`none`, `mid-line`, `before-index`), number of the write.
 */
const [dir = '', from = '1', to = '1', crash = 'none', at = '1'] = process.argv.slice(2);

function killSelf(): never {
  process.kill(process.pid, 'SIGKILL');
  throw new Error('A process that was killed does not go on.');
}

let writes = 0;
const writeSync = fs.writeSync;

/** Writes with a position go to the index, all others to the end of the log. */
function crashingWrite(
  fd: number,
  bytes: Buffer,
  ...rest: [number, number, number | null]
): number {
  const [offset, length, position] = rest;
  const isIndex = position !== null;
  if (isIndex === (crash === 'before-index')) writes += 1;
  if (writes < Number(at)) return writeSync(fd, bytes, offset, length, position);
  if (!isIndex && crash === 'mid-line')
    writeSync(fd, bytes, offset, Math.floor(length / 2), position);
  if (isIndex === (crash === 'before-index')) killSelf();
  return writeSync(fd, bytes, offset, length, position);
}

if (crash !== 'none') {
  Object.assign(fs, { writeSync: crashingWrite });
  syncBuiltinESMExports();
}

const key = await openOrchestratorKey({ dir: `${dir}/keys`, logHasRecords: false });
const log = await openEvidenceLog({ dir: `${dir}/evidence`, key });
for (let number = Number(from); number <= Number(to); number += 1) {
  try {
    await log.append([numberedRun(number)]);
    process.stdout.write(`${number}\n`);
  } catch (error) {
    process.stdout.write(`${(error as { code?: string }).code}\n`);
    break;
  }
}
await log.close();
