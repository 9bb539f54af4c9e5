import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { SandboxLevel } from '../domain/sandbox.ts';

/** How long finding out what the machine can do may take. */
const PROBE_MS_MAX = 60_000;

/** What `activities/runner/probe-main.ts` prints. */
export interface SandboxReach {
  readonly level: SandboxLevel;
  readonly means: string;
  readonly bounds: string;
  readonly caches: string;
  /** Why no higher level is reached; empty at the highest. */
  readonly why: string;
}

/** How strongly gates can be contained here, tried in a process of its own as the worker does it. */
export async function probeSandbox(): Promise<SandboxReach> {
  const probe = fileURLToPath(new URL('../activities/runner/probe-main.js', import.meta.url));
  const { stdout } = await promisify(execFile)(process.execPath, [probe], {
    timeout: PROBE_MS_MAX,
  });
  return JSON.parse(stdout) as SandboxReach;
}
