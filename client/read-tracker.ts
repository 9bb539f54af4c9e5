import { realpathSync } from 'node:fs';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { TrackerColumns } from '../domain/tracker-columns.ts';
import { documentPath, readDocument } from '../evidence/document-file.ts';
import { trackerFault } from '../tracker/input-problem.ts';
import { openTracker, type OpenTracker } from '../tracker/open-tracker.ts';

/** A tracker document that was read. */
export interface TrackerFile extends OpenTracker {
  /** As it is shown, and kept in a policy where it is inside the repository. */
  readonly path: string;
  readonly text: string;
}

/** A document that a command line names. */
export interface NamedDocument {
  readonly full: string;
  /** Relative to the repository, with slashes; null where it is not inside. */
  readonly inside: string | null;
  /** As it was named. */
  readonly shown: string;
}

/** Where the document is that a verb was given; `root` is the repository, or null outside of any. */
export function namedDocument(cwd: string, root: string | null, name: string): NamedDocument {
  const full = resolve(cwd, name);
  return { full, shown: name, inside: root === null ? null : insideOf(root, full) };
}

/** Both as real paths, so that a link in the way to the repository changes nothing. */
function insideOf(root: string, full: string): string | null {
  const path = relative(realPath(root), realPath(full));
  const leads = path === '' || path === '..' || path.startsWith(`..${sep}`) || isAbsolute(path);
  return leads ? null : path.split(sep).join('/');
}

function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/**
 * Reads a tracker of any kind from wherever it is. Throws TRACKER_INVALID with `file:line:column`
 * for what is no readable tracker; a file that is too large is not read at all.
 */
export async function readTracker(
  { full, shown }: Pick<NamedDocument, 'full' | 'shown'>,
  columns?: TrackerColumns,
): Promise<TrackerFile> {
  const { text } = await readDocument(full, shown);
  const read = openTracker(text, {
    path: shown,
    ...(columns === undefined ? {} : { columns }),
  });
  if (read.kind === 'refused') throw trackerFault(read.problem, shown);
  return { ...read.value, path: shown, text };
}

/** Reads the tracker of a repository: its real path must not lead out of it. */
export async function readOwnTracker(
  root: string,
  path: string,
  columns?: TrackerColumns,
): Promise<TrackerFile> {
  return readTracker({ full: await documentPath(root, path), shown: path }, columns);
}
