import { copyFileSync, openSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';

/** When the log is larger, it is kept once as `server.log.1` and begun anew. */
export const SERVER_LOG_BYTES_MAX = 8 * 1024 * 1024;
const CHECK_EVERY_MS = 30_000;
/** Characters of the end of the log that explain a failed start. */
const TAIL_CHARS_MAX = 400;

export function serverLogPath(stateDir: string): string {
  return join(stateDir, 'server.log');
}

/** A descriptor that a server process appends to. The caller closes it once the process has it. */
export function openServerLog(stateDir: string): number {
  const path = serverLogPath(stateDir);
  rotateServerLog(path);
  return openSync(path, 'a', 0o600);
}

/** Keeps the log bounded while the server runs; the answer stops that. */
export function boundServerLog(stateDir: string): () => void {
  const path = serverLogPath(stateDir);
  const timer = setInterval(() => rotateServerLog(path), CHECK_EVERY_MS);
  timer.unref();
  return () => clearInterval(timer);
}

/** Copies and truncates: the server appends, so it goes on at the new beginning without a restart. */
export function rotateServerLog(path: string, bytesMax: number = SERVER_LOG_BYTES_MAX): void {
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  if (size <= bytesMax) return;
  copyFileSync(path, `${path}.1`);
  truncateSync(path, 0);
}

/** The end of the log on one line. */
export function serverLogTail(stateDir: string): string {
  try {
    return readFileSync(serverLogPath(stateDir), 'utf8').trim().slice(-TAIL_CHARS_MAX);
  } catch {
    return '';
  }
}
