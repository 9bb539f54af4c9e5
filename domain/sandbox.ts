/**
 * How strongly a gate is contained, weakest first. `processes`: nothing that it starts outlives it.
 * `filesystem`: besides, it writes only where it may, and sees no keys. `full`: besides, no network.
 */
export const SANDBOX_LEVELS = ['none', 'processes', 'filesystem', 'full'] as const;
export type SandboxLevel = (typeof SANDBOX_LEVELS)[number];

/** What holds a gate, by the name that evidence records. */
export const SANDBOX_MEANS = [
  'bubblewrap',
  'namespaces',
  'pid-namespace',
  'process-group',
] as const;
export type SandboxMeans = (typeof SANDBOX_MEANS)[number];

/** Bounds of one gate; sizes are bytes. */
export interface SandboxLimits {
  readonly processes: number;
  readonly memoryBytes: number;
  readonly openFiles: number;
  readonly fileBytes: number;
}

/** What a policy says about the containment of a gate. Paths begin with `/` or `~/`. */
export interface SandboxPolicy {
  /** `off` contains processes alone, as for gates that need the whole machine. */
  readonly use: 'best' | 'off';
  readonly network: 'allow' | 'deny';
  /** The gate does not run where the machine cannot reach this level. */
  readonly minimum: SandboxLevel;
  /** Besides the worktree and private temporary folders. */
  readonly writable: readonly string[];
  /** Shown although they would be hidden, such as `~/.npmrc`. */
  readonly readable: readonly string[];
  readonly limits: SandboxLimits;
}

/** What was in force while a gate ran. */
export interface SandboxFacts {
  readonly level: SandboxLevel;
  readonly means: SandboxMeans;
  readonly network: 'allowed' | 'denied';
  /** What bounds processes and memory: a control group, limits of each process, or nothing. */
  readonly bounds: 'cgroup' | 'rlimit' | 'none';
}

/** Whether a level is at least another one. */
export function reachesLevel(level: SandboxLevel, minimum: SandboxLevel): boolean {
  return SANDBOX_LEVELS.indexOf(level) >= SANDBOX_LEVELS.indexOf(minimum);
}

/** A policy from before there were sandboxes: its gates are contained as they always were. */
export const SANDBOX_OFF: SandboxPolicy = {
  use: 'off',
  network: 'allow',
  minimum: 'none',
  writable: [],
  readable: [],
  limits: { processes: 0, memoryBytes: 0, openFiles: 0, fileBytes: 0 },
};
