import { randomUUID } from 'node:crypto';
import { rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { createDurably } from '../evidence/durable-file.ts';

/** A report is for reading by anybody. */
const FILE_MODE = 0o644;

/**
 * Writes a file whole or not at all. Throws USAGE where its folder is missing, or where it is there
 * already and must not be replaced.
 */
export async function writeReport(
  path: string,
  text: string,
  { replace }: { readonly replace: boolean },
): Promise<void> {
  const folder = await stat(dirname(path)).catch(() => null);
  if (folder?.isDirectory() !== true) {
    throw usage(`There is no folder ${dirname(path)}.`, 'Make it, or name another file.');
  }
  if (!replace) {
    if (await createDurably(path, text, FILE_MODE)) return;
    throw usage(`${path} exists already.`, 'Add --force to replace it, or name another file.');
  }
  const found = await stat(path).catch(() => null);
  if (found?.isDirectory() === true) throw usage(`${path} is a folder.`, 'Name a file in it.');
  const draft = `${path}.${randomUUID()}.tmp`;
  try {
    await createDurably(draft, text, FILE_MODE);
    await rename(draft, path);
  } finally {
    await rm(draft, { force: true });
  }
}

function usage(message: string, fix: string): Fault {
  return new Fault({ code: 'USAGE', facts: { message, fix } });
}
