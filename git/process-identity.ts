import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

/**
 * A process for ever: its id alone is used again by another one some day, so its start goes with
 * it. Letters, digits and one `-`.
 */
export type ProcessIdentity = `${number}-${string}`;

/** How long `ps` may take where there is no `/proc`. */
const PS_TIMEOUT_MS = 5000;

/** The identity of the process that runs this. */
export async function ownIdentity(): Promise<ProcessIdentity> {
  return `${process.pid}-${(await startOf(process.pid)) ?? 'unknown'}`;
}

/**
 * Whether the process is still running. Processes of other machines and containers count as dead:
 * those that share a work tree must see each other's processes.
 */
export async function isRunning(identity: string): Promise<boolean> {
  const [, pid, start] = /^(\d+)-(\w+)$/.exec(identity) ?? [];
  return pid !== undefined && (await startOf(Number(pid))) === start;
}

async function startOf(pid: number): Promise<string | undefined> {
  return process.platform === 'linux' ? await startInProc(pid) : await startInPs(pid);
}

/** Clock ticks between boot and start, field 22 of proc_pid_stat(5), together with the boot. */
async function startInProc(pid: number): Promise<string | undefined> {
  const line = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
  if (line === undefined) return undefined;
  // The name of the program, in parentheses, may hold spaces: count from behind it.
  const fields = line.slice(line.lastIndexOf(')') + 2).split(' ');
  const [state = 'X'] = fields;
  if (state === 'Z' || state === 'X') return undefined;
  const boot = await readFile('/proc/sys/kernel/random/boot_id', 'utf8').catch(() => '');
  return `${boot.slice(0, 8)}${fields[19] ?? ''}`;
}

async function startInPs(pid: number): Promise<string | undefined> {
  const { stdout, exitCode } = await execa('ps', ['-o', 'lstart=', '-p', String(pid)], {
    reject: false,
    timeout: PS_TIMEOUT_MS,
  });
  if (exitCode !== 0) return undefined;
  return createHash('sha256').update(stdout.trim()).digest('hex').slice(0, 16);
}
