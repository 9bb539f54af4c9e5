import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { livenessOf, ownIdentity, type ProcessIdentity } from '../../evidence/process-identity.ts';

/** The embedded server of a repository, as `.sluice/server.json` tells other processes. */
export interface ServerRecord {
  readonly schemaVersion: 1;
  /** The server's own process. */
  readonly process: ProcessIdentity;
  /** The `sluice` process that started it, and with which it ends. */
  readonly owner: ProcessIdentity;
  /** `host:port` of gRPC. */
  readonly address: string;
  /** `host:port` of the HTTP API. */
  readonly httpAddress: string;
  /** The Web UI, or null where it was switched off. */
  readonly uiUrl: string | null;
  /** RFC 3339. */
  readonly startedAt: string;
}

/** `serving`: it runs and so does its owner. `orphaned`: its owner is gone, so it is ending. */
export type ServerState = 'serving' | 'orphaned' | 'dead';

export function serverRecordPath(stateDir: string): string {
  return join(stateDir, 'server.json');
}

/** Replaces the record in one step, so that a reader never sees half of it. */
export function writeServerRecord(stateDir: string, record: ServerRecord): void {
  const path = serverRecordPath(stateDir);
  const draft = `${path}.${record.owner.pid}`;
  writeFileSync(draft, `${JSON.stringify(record, null, 2)}\n`, { mode: 0o600 });
  renameSync(draft, path);
}

/** The record, or undefined where there is none or it cannot be read. */
export function readServerRecord(stateDir: string): ServerRecord | undefined {
  try {
    const parsed: unknown = JSON.parse(readFileSync(serverRecordPath(stateDir), 'utf8'));
    return isServerRecord(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

/** Removes the record if it is still the one of that process; a newer server's stays. */
export function removeServerRecord(stateDir: string, process: ProcessIdentity): void {
  const current = readServerRecord(stateDir)?.process;
  const same = current?.pid === process.pid && current.start === process.start;
  if (same) rmSync(serverRecordPath(stateDir), { force: true });
}

/** Process identities tell a living server from a number that another process has now. */
export function serverStateOf(record: ServerRecord): ServerState {
  const own = ownIdentity();
  if (livenessOf(record.process, own) === 'dead') return 'dead';
  return livenessOf(record.owner, own) === 'dead' ? 'orphaned' : 'serving';
}

/** Checked by hand, not by zod: every quick verb of the CLI reads this file. */
function isServerRecord(value: unknown): value is ServerRecord {
  if (typeof value !== 'object' || value === null) return false;
  const record = value as Partial<Record<keyof ServerRecord, unknown>>;
  const texts = [record.address, record.httpAddress, record.startedAt];
  return (
    record.schemaVersion === 1 &&
    texts.every((text) => typeof text === 'string') &&
    (record.uiUrl === null || typeof record.uiUrl === 'string') &&
    isIdentity(record.process) &&
    isIdentity(record.owner)
  );
}

function isIdentity(value: unknown): value is ProcessIdentity {
  if (typeof value !== 'object' || value === null) return false;
  const { pid, start, boot, namespace } = value as Partial<Record<keyof ProcessIdentity, unknown>>;
  return Number.isSafeInteger(pid) && [start, boot, namespace].every((x) => typeof x === 'string');
}
