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

/** How a gate is contained. Paths begin with `/` or `~/`. */
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

/** What a policy, or one gate of it, says about containment; what it leaves out has a default. */
export type SandboxWish = Partial<Omit<SandboxPolicy, 'limits'>> & {
  readonly limits?: Partial<SandboxLimits>;
};

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

const GIB = 1024 ** 3;

/** Bounds unless the policy says otherwise: far above what builds need, far below a machine's end. */
export const SANDBOX_LIMITS: SandboxLimits = {
  processes: 4_096,
  memoryBytes: 16 * GIB,
  openFiles: 65_536,
  fileBytes: 16 * GIB,
};

/** A policy from before there were sandboxes: its gates are contained as they always were. */
const BEFORE_SANDBOXES: SandboxWish = { use: 'off' };

/**
 * How one gate is contained: what it says itself, else what the policy says, else the default. Only
 * a gate that installs (`prepare`) has the network by default, unless the policy demands `full`.
 */
export function resolveSandbox(
  policy: SandboxWish = BEFORE_SANDBOXES,
  gate: SandboxWish = {},
  installs = false,
): SandboxPolicy {
  const minimum = gate.minimum ?? policy.minimum ?? 'none';
  const network = installs && minimum !== 'full' ? 'allow' : 'deny';
  return {
    use: gate.use ?? policy.use ?? 'best',
    network: gate.network ?? policy.network ?? network,
    minimum,
    writable: [...(policy.writable ?? []), ...(gate.writable ?? [])],
    readable: [...(policy.readable ?? []), ...(gate.readable ?? [])],
    limits: { ...SANDBOX_LIMITS, ...policy.limits, ...gate.limits },
  };
}

/** The level that the wish allows at most, on a machine that can do everything. */
export function levelAllowed({ use, network }: SandboxPolicy): SandboxLevel {
  if (use === 'off') return 'processes';
  return network === 'allow' ? 'filesystem' : 'full';
}
