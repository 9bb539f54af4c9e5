import { constants } from 'node:fs';
import { access, open, stat } from 'node:fs/promises';
import { isAbsolute, join, resolve } from 'node:path';

/** Whether a program can be started, in the words of `RunEnd`. */
export type ProgramSearch =
  | { readonly kind: 'found'; readonly path: string }
  | { readonly kind: 'not-found'; readonly message: string }
  | { readonly kind: 'not-executable'; readonly message: string };

/** What execvp(3) searches when PATH is not set. */
const PATH_DEFAULT = '/bin:/usr/bin';

/** Linux reads no more of a `#!` line (BINPRM_BUF_SIZE). */
const SHEBANG_BYTES_MAX = 256;

/**
 * Looks for a program as execvp(3) does: a name with a slash is a path from `cwd`, any other name is
 * sought along `pathVariable`. Done before spawning, because a wrapper that starts the program would
 * turn "there is no such program" into an exit code that the program itself could have chosen.
 */
export async function findProgram(
  name: string,
  place: { readonly cwd: string; readonly pathVariable: string | undefined },
): Promise<ProgramSearch> {
  if (name === '') return { kind: 'not-found', message: 'the command is empty' };
  if (name.includes('/')) return inspect(resolve(place.cwd, name), name);
  let refused: ProgramSearch | null = null;
  for (const entry of (place.pathVariable ?? PATH_DEFAULT).split(':')) {
    const directory = isAbsolute(entry) ? entry : resolve(place.cwd, entry);
    const path = join(directory, name);
    // A folder that may not be searched says nothing about the program.
    if ((await stat(path).catch(() => null)) === null) continue;
    const found = await inspect(path, name);
    if (found.kind === 'found') return found;
    refused ??= found;
  }
  return refused ?? { kind: 'not-found', message: `${name}: not found on PATH` };
}

async function inspect(path: string, name: string): Promise<ProgramSearch> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => error);
  if (found instanceof Error) {
    if (found.code !== 'EACCES') return { kind: 'not-found', message: `${name}: no such file` };
    return { kind: 'not-executable', message: `${name}: permission denied` };
  }
  if (!found.isFile()) return { kind: 'not-executable', message: `${name}: not a regular file` };
  const executable = await access(path, constants.X_OK).then(
    () => true,
    () => false,
  );
  if (!executable) return { kind: 'not-executable', message: `${name}: permission denied` };
  const interpreter = await readInterpreter(path);
  if (interpreter !== null && (await stat(interpreter).catch(() => null)) === null) {
    return { kind: 'not-found', message: `${name}: its interpreter ${interpreter} does not exist` };
  }
  return { kind: 'found', path };
}

/** The absolute path after `#!`, or null for anything else, also for a file that only runs. */
async function readInterpreter(path: string): Promise<string | null> {
  const file = await open(path, 'r').catch(() => null);
  if (file === null) return null;
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(SHEBANG_BYTES_MAX), 0);
    const match = /^#![ \t]*(\/[^ \t\n]+)/.exec(buffer.toString('latin1', 0, bytesRead));
    return match?.[1] ?? null;
  } finally {
    await file.close();
  }
}
