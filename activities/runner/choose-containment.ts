import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { Fault } from '../../domain/fault.ts';
import type { SandboxLevel } from '../../domain/sandbox.ts';
import type { Containment } from './containment.ts';
import { findCgroupPlace, sweepCgroups } from './gate-cgroup.ts';
import { findNamespaceTools, findSandboxTools } from './namespace-tools.ts';
import { createPidNamespaces } from './pid-namespace.ts';
import { createProcessGroups } from './process-group.ts';
import { createSandboxes, sandboxLevel, type Sandboxes } from './sandbox-containment.ts';
import { probeSandboxes, worksByProbe } from './probe-containment.ts';
import type { SandboxSpec } from './sandbox-spec.ts';

/** What this machine can do, found by trying. */
export interface ContainmentChoice extends Containment {
  /** The level that a command with this wish gets, and why it is not a higher one. */
  reach(spec: SandboxSpec | undefined): { readonly level: SandboxLevel; readonly why: string };
  /** In a few words, for `sluice doctor`. */
  readonly report: ContainmentReport;
}

/** One containment as the only one of the machine. */
export function onlyContainment(
  containment: Containment,
  level: 'none' | 'processes',
): ContainmentChoice {
  const why = 'there is no other one';
  return { ...containment, reach: () => ({ level, why }), report: reportOf(null, level, why) };
}

export interface ContainmentReport {
  readonly level: SandboxLevel;
  readonly means: string;
  readonly bounds: 'cgroup' | 'rlimit' | 'none';
  readonly caches: 'warm' | 'empty';
  /** Why no higher level is reached; empty at the highest. */
  readonly why: string;
}

/**
 * The strongest containment that works on this machine, found by trying: a sandbox by bubblewrap or
 * by namespaces for those commands that want one; a PID namespace as the user that we are (root) or
 * inside a user namespace, or else process groups, for the others.
 */
export async function chooseContainment(): Promise<ContainmentChoice> {
  const scratchDir = await mkdtemp(join(tmpdir(), 'sluice-root-'));
  const base = await chooseBase();
  const found = await findSandboxes(scratchDir);
  const sandboxes = 'why' in found ? null : found;
  const why = 'why' in found ? found.why : '';
  const reach: ContainmentChoice['reach'] = (spec) =>
    spec === undefined || spec.use === 'off' || sandboxes === null
      ? { level: base.level, why: spec?.use === 'off' ? 'the policy says `sandbox: off`' : why }
      : { level: sandboxLevel(spec.network), why: 'the policy allows the network' };
  return {
    reach,
    report: reportOf(sandboxes, base.level, why),
    start(command) {
      const { sandbox } = command;
      const wanted = sandbox !== undefined && sandbox.use === 'best';
      return wanted && sandboxes !== null
        ? sandboxes.start(command, sandbox)
        : base.containment.start(command);
    },
    async close() {
      await Promise.all([base.containment.close(), sandboxes?.close()]);
      await rm(scratchDir, { recursive: true, force: true });
    },
  };
}

function reportOf(sandboxes: Sandboxes | null, base: SandboxLevel, why: string): ContainmentReport {
  if (sandboxes === null) {
    const means = base === 'processes' ? 'pid-namespace' : 'process-group';
    return { level: base, means, bounds: 'none', caches: 'warm', why };
  }
  const { means, cgroups, overlays } = sandboxes.way;
  return {
    level: 'full',
    means,
    bounds: cgroups === null ? 'rlimit' : 'cgroup',
    caches: overlays ? 'warm' : 'empty',
    why: '',
  };
}

interface Base {
  readonly containment: Containment;
  readonly level: SandboxLevel;
}

async function chooseBase(): Promise<Base> {
  const tools = findNamespaceTools();
  if (process.platform === 'linux' && tools !== null) {
    for (const userNamespace of isRoot() ? [false, true] : [true]) {
      const containment = createPidNamespaces(tools, userNamespace);
      if (await worksByProbe(containment)) return { containment, level: 'processes' };
      await containment.close();
    }
  }
  return { containment: createProcessGroups(), level: 'none' };
}

/** Tries bubblewrap where it is installed, then namespaces; says why neither works. */
async function findSandboxes(scratchDir: string): Promise<Sandboxes | { readonly why: string }> {
  if (process.platform !== 'linux') return { why: 'sandboxes need Linux' };
  const tools = findSandboxTools();
  if ('missing' in tools) return { why: `${tools.missing} is not installed` };
  const place = await findCgroupPlace();
  if (place !== null) await sweepCgroups(place);
  const reasons: string[] = [];
  const asRoot = isRoot();
  const ways = [...(tools.bwrap === null ? [] : (['bubblewrap'] as const)), 'namespaces' as const];
  for (const means of ways) {
    const way = { means, asRoot, overlays: false, cgroups: null, scratchDir };
    try {
      const extras = await probeSandboxes(tools, way, place);
      return createSandboxes(tools, { ...way, ...extras });
    } catch (error) {
      reasons.push(`${means}: ${reasonOf(error)}`);
    }
  }
  return { why: reasons.join('; ') };
}

function reasonOf(error: unknown): string {
  if (error instanceof Fault && typeof error.facts['reason'] === 'string') {
    return error.facts['reason'];
  }
  return error instanceof Error ? error.message : String(error);
}

function isRoot(): boolean {
  return process.getuid?.() === 0;
}
