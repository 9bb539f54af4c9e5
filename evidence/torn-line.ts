import { createReadStream, readdirSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';

const TORN_PATTERN = /^torn-(\d+)\.bin$/;

/** Files in the log's folder that hold what crashes left unfinished, oldest first. */
export function tornFiles(dir: string): readonly string[] {
  return readdirSync(dir)
    .filter((name) => TORN_PATTERN.test(name))
    .sort((a, b) => numberOf(a) - numberOf(b));
}

/**
 * Copies bytes of the log that are no record to `torn-N.bin` and syncs it, so that nothing is lost
 * when the log is then shortened to its last record. Answers the new file's path.
 */
export async function setTornAside(
  dir: string,
  logPath: string,
  range: { readonly start: number; readonly end: number },
): Promise<string> {
  const last = tornFiles(dir).at(-1);
  const path = join(dir, `torn-${last === undefined ? 1 : numberOf(last) + 1}.bin`);
  const file = await open(path, 'wx', 0o600);
  try {
    const bytes = createReadStream(logPath, { start: range.start, end: range.end - 1 });
    for await (const chunk of bytes) await file.writeFile(chunk);
    await file.sync();
  } finally {
    await file.close();
  }
  return path;
}

function numberOf(name: string): number {
  return Number(TORN_PATTERN.exec(name)?.[1] ?? 0);
}
