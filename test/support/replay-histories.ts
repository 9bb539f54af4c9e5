import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { Worker } from '@temporalio/worker';
import { historyFromJSON, historyToJSON } from '@temporalio/common/lib/proto-utils.js';
import type { RunHistory } from './histories.ts';
import { installQuietRuntime } from './temporal-server.ts';

const FOLDER = resolve(import.meta.dirname, '../replay');

/**
 * Members that say who recorded a history and where, or that a replay does not look at: the SDK
 * compares the types of commands and their order, not what activities were asked.
 */
const LEFT_OUT = new Set(['identity', 'workerVersion', 'header', 'stackTrace', 'meteringMetadata']);

interface StoredRun {
  readonly workflowId: string;
  readonly history: unknown;
}

function fileOf(name: string): string {
  return join(FOLDER, `${name}.json`);
}

export function hasHistories(name: string): boolean {
  return existsSync(fileOf(name));
}

export function textOfHistories(name: string): string {
  return readFileSync(fileOf(name), 'utf8');
}

export function readHistories(name: string): readonly RunHistory[] {
  const stored = JSON.parse(textOfHistories(name)) as readonly StoredRun[];
  return stored.map(({ workflowId, history }) => ({
    workflowId,
    history: historyFromJSON(history),
  }));
}

export function writeHistories(name: string, runs: readonly RunHistory[]): void {
  const stored = runs.map(({ workflowId, history }): StoredRun => {
    const plain: unknown = JSON.parse(historyToJSON(history));
    return { workflowId, history: anonymous(plain) };
  });
  mkdirSync(FOLDER, { recursive: true });
  writeFileSync(fileOf(name), `${JSON.stringify(stored, null, 1)}\n`);
}

/** The same value without the members that name a machine. */
function anonymous(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll(hostname(), 'host');
  if (Array.isArray(value)) return value.map(anonymous);
  if (typeof value !== 'object' || value === null) return value;
  const members = Object.entries(value).filter(([name]) => !LEFT_OUT.has(name));
  return Object.fromEntries(
    members.map(([name, member]) => [
      name,
      name === 'activityTaskScheduledEventAttributes' ? withoutInput(member) : anonymous(member),
    ]),
  );
}

function withoutInput(scheduled: unknown): unknown {
  const { input: _input, ...rest } = scheduled as Readonly<Record<string, unknown>>;
  return anonymous(rest);
}

/** Replays histories with a bundle of the workflows; the answer names those that do not fit it. */
export async function misfits(
  runs: readonly RunHistory[],
  bundle: string,
): Promise<readonly string[]> {
  installQuietRuntime();
  const options = { workflowBundle: { code: bundle } };
  const found: string[] = [];
  for await (const { workflowId, error } of Worker.runReplayHistories(options, runs)) {
    if (error !== undefined) found.push(`replay: ${workflowId}: ${error.name}: ${error.message}`);
  }
  return found;
}
