import { randomUUID } from 'node:crypto';
import { constants, type Stats } from 'node:fs';
import { lstat, open, realpath, rename, rm } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, sep } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { syncFolder } from './durable-file.ts';

/** Longest tracker document. It is looked at before anything is read. */
export const DOCUMENT_BYTES_MAX = 50 * 1024 * 1024 - 1;
/** Only the start is looked at to tell text from binary. */
const NUL_LOOK_BYTES = 64 * 1024;

/** A document as it was on disk at one moment. */
export interface DocumentFile {
  /** Real path. */
  readonly path: string;
  /** Byte order mark and line endings included. */
  readonly text: string;
  /** Tells whether somebody has written the file since. */
  readonly version: string;
  readonly mode: number;
}

/**
 * Reads a text document. Refuses, as TRACKER_INVALID with `file:line:column`: what is no regular
 * file, is too large (before reading), empty, binary or no UTF-8.
 */
export async function readDocument(path: string, shown: string): Promise<DocumentFile> {
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK).catch(() => null);
  if (file === null) throw invalid(shown, 'a file that can be read', 'none');
  try {
    const stats = await file.stat();
    if (!stats.isFile()) throw invalid(shown, 'a regular file', 'something else');
    if (stats.size > DOCUMENT_BYTES_MAX) {
      throw invalid(shown, `at most ${DOCUMENT_BYTES_MAX} bytes`, `${stats.size} bytes`);
    }
    const bytes = await file.readFile();
    const mode = stats.mode & 0o777;
    return {
      path: await realpath(path),
      text: textOf(bytes, shown),
      version: versionOf(stats),
      mode,
    };
  } finally {
    await file.close();
  }
}

/**
 * The real path of a document inside a repository. Refuses a path that leads out of it, also through
 * a link, and a document that is a link itself, since replacing it would cut the link.
 */
export async function documentPath(root: string, path: string): Promise<string> {
  const outside = invalid(path, 'a document inside the repository', 'a path that leads out of it');
  if (isAbsolute(path) || path.split(/[/\\]/).includes('..')) throw outside;
  const [realRoot, folder] = await Promise.all([
    realpath(root),
    realpath(dirname(join(root, path))).catch(() => null),
  ]);
  if (folder === null) throw invalid(path, 'a file that can be read', 'none');
  const inside = relative(realRoot, folder);
  if (inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside)) throw outside;
  const full = join(realRoot, path);
  const stats = await lstat(full).catch(() => null);
  if (stats?.isSymbolicLink() === true) {
    throw invalid(path, 'a document that is a file of its own', 'a symbolic link');
  }
  return full;
}

export interface Replacement {
  readonly path: string;
  readonly text: string;
  readonly mode: number;
  /** The file is replaced only while it is this version; null replaces whatever is there. */
  readonly version: string | null;
  /** Folder on the same file system for the draft; it exists. */
  readonly drafts: string;
}

/**
 * Replaces a file whole and durably: nobody sees it half written. Answers false, and changes
 * nothing, where somebody has written it since `version` was read.
 */
export async function replaceDocument(replacement: Replacement): Promise<boolean> {
  const { path, text, mode, version, drafts } = replacement;
  const draft = join(drafts, `${randomUUID()}.tmp`);
  try {
    await writeSynced(draft, text, mode);
    if (version !== null && version !== versionOf(await lstat(path))) return false;
    await rename(draft, path);
    await syncFolder(dirname(path));
    return true;
  } finally {
    await rm(draft, { force: true });
  }
}

async function writeSynced(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, 'wx', mode);
  try {
    await file.writeFile(text);
    // The mode of `open` is cut by the umask; the document keeps the one that it had.
    await file.chmod(mode);
    await file.sync();
  } finally {
    await file.close();
  }
}

function versionOf({ ino, size, mtimeMs, ctimeMs }: Stats): string {
  return [ino, size, mtimeMs, ctimeMs].join('/');
}

function textOf(bytes: Buffer, shown: string): string {
  if (bytes.length === 0) throw invalid(shown, 'a tracker document', 'an empty file');
  const nul = bytes.subarray(0, NUL_LOOK_BYTES).indexOf(0);
  if (nul !== -1) throw invalid(`${shown}:${placeOf(bytes, nul)}`, 'text', 'a NUL byte');
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    const found = 'bytes that are no UTF-8';
    throw invalid(`${shown}:${placeOf(bytes, firstBad(bytes))}`, 'text in UTF-8', found);
  }
}

/** Offset of the first byte that the decoder would not give back as it was. */
function firstBad(bytes: Buffer): number {
  const again = Buffer.from(bytes.toString('utf8'));
  const end = Math.min(bytes.length, again.length);
  let at = 0;
  while (at < end && bytes[at] === again[at]) at += 1;
  return at;
}

function placeOf(bytes: Buffer, offset: number): string {
  const before = bytes.subarray(0, offset);
  const line = before.reduce((count, byte) => (byte === 0x0a ? count + 1 : count), 1);
  return `${line}:${offset - before.lastIndexOf(0x0a)}`;
}

function invalid(where: string, expected: string, found: string): Fault {
  const place = /:\d+:\d+$/.test(where) ? where : `${where}:1:1`;
  const fix = 'Name a Markdown or CSV document of the repository.';
  return new Fault({ code: 'TRACKER_INVALID', facts: { expected, found, fix }, where: place });
}
