import { readFileSync, readlinkSync } from 'node:fs';
import { pid } from 'node:process';

/**
 * Names one process for ever, also when its number is used again: number, start time in clock ticks
 * since boot, boot and PID namespace (proc(5): `/proc/PID/stat` field 22). Where there is no `/proc`,
 * only the number is known.
 */
export interface ProcessIdentity {
  readonly pid: number;
  readonly start: string;
  readonly boot: string;
  readonly namespace: string;
}

const UNKNOWN = '0';
/** Start time is the 20th field after the command's closing parenthesis. */
const START_FIELD = 19;
const BOOT_DIGITS = 8;

export function ownIdentity(): ProcessIdentity {
  return identityOf(pid);
}

/** The identity of another process that can be seen from here, such as a child that was just started. */
export function identityOf(processId: number): ProcessIdentity {
  return {
    pid: processId,
    start: startOf(processId) ?? UNKNOWN,
    boot: orUnknown(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')).slice(
      0,
      BOOT_DIGITS,
    ),
    namespace: orUnknown(() => readlinkSync('/proc/self/ns/pid')).replace(/\D/g, '') || UNKNOWN,
  };
}

const TEXT = /^(\d+)-(\d+)-([0-9a-f]+)-(\d+)$/;

/** An identity as part of a file's name: digits and `-`. */
export function identityText({ pid: number, start, boot, namespace }: ProcessIdentity): string {
  return `${number}-${start}-${boot}-${namespace}`;
}

/** Reads what `identityText` wrote; undefined for anything else. */
export function readIdentity(text: string): ProcessIdentity | undefined {
  const [, number, start = '', boot = '', namespace = ''] = TEXT.exec(text) ?? [];
  return number === undefined ? undefined : { pid: Number(number), start, boot, namespace };
}

/**
 * Whether a process still runs, as far as `own` can see: `unknown` for one in another PID namespace
 * of the same boot, such as a container's.
 */
export function livenessOf(
  other: ProcessIdentity,
  own: ProcessIdentity,
): 'alive' | 'dead' | 'unknown' {
  if (other.boot !== own.boot) return 'dead';
  if (other.namespace !== own.namespace) return 'unknown';
  const start = startOf(other.pid);
  if (start !== undefined) return start === other.start ? 'alive' : 'dead';
  return other.start === UNKNOWN && answersSignal(other.pid) ? 'alive' : 'dead';
}

/** A zombie has ended: its parent, in containers often a first process that reaps late, only has not asked how. */
function startOf(processId: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${processId}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? undefined : fields[START_FIELD];
  } catch {
    return undefined;
  }
}

function answersSignal(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function orUnknown(read: () => string): string {
  try {
    return read();
  } catch {
    return UNKNOWN;
  }
}
