import { mkdir } from 'node:fs/promises';

import type { SandboxFacts, SandboxLevel } from '../../domain/sandbox.ts';
import type { ContainedCommand, ContainedProcess } from './containment.ts';
import { type CgroupPlace, openGateCgroup } from './gate-cgroup.ts';
import type { SandboxTools } from './namespace-tools.ts';
import { contained } from './pid-namespace.ts';
import type { PidPen } from './pid-pen.ts';
import { limitOptions, readHardLimits } from './rlimits.ts';
import { openSandboxPen } from './sandbox-pen.ts';
import type { SandboxSpec } from './sandbox-spec.ts';

/**
 * What root keeps inside: enough to build and test as root does, nothing that reaches the machine
 * (no mounts, devices, raw sockets, kernel modules or other processes' memory).
 */
const CAPABILITIES_KEPT = 'chown dac_override fowner fsetid kill setgid setuid'.split(' ');

/** Joins the control groups that the words before `--` name, then becomes the command. */
const JOIN_CGROUPS =
  'while [ "$1" != -- ]; do echo $$ > "$1" || exit 1; shift; done; shift; exec "$@"';

/** How sandboxes are made on this machine. */
export interface SandboxWay {
  readonly means: 'bubblewrap' | 'namespaces';
  readonly asRoot: boolean;
  /** Overlay file systems can be mounted. */
  readonly overlays: boolean;
  readonly cgroups: CgroupPlace | null;
  /** A folder for what sandboxes are made from. */
  readonly scratchDir: string;
}

/** A command in a sandbox of its own: read-only files, hidden keys, bounds, perhaps no network. */
export interface Sandboxes {
  readonly way: SandboxWay;
  start(command: ContainedCommand, spec: SandboxSpec): Promise<ContainedProcess>;
  close(): Promise<void>;
}

/** The level that a sandbox with this network reaches. */
export function sandboxLevel(network: SandboxSpec['network']): SandboxLevel {
  return network === 'deny' ? 'full' : 'filesystem';
}

/** Makes sandboxes in one way, which the caller has found to work. */
export function createSandboxes(tools: SandboxTools, way: SandboxWay): Sandboxes {
  const open = new Set<() => Promise<void>>();
  const hardLimits = readHardLimits();

  return {
    way,
    async start(command, spec) {
      const cgroup =
        way.cgroups === null
          ? null
          : await openGateCgroup(way.cgroups, spec.limits).catch(() => null);
      // A cleaner of temporary folders may have taken it: what is in it is made anew.
      await mkdir(way.scratchDir, { recursive: true });
      const inside = insideOf(tools, way, limitOptions(spec.limits, hardLimits));
      const outside = cgroup === null ? [] : joinArgs(tools, cgroup.procs);
      let pen: PidPen;
      try {
        pen = await openSandboxPen(tools, way, { spec, wrappers: { inside, outside } });
      } catch (error) {
        await cgroup?.remove();
        throw error;
      }
      const close = async (): Promise<void> => {
        open.delete(close);
        await pen.close();
        await cgroup?.remove();
      };
      open.add(close);
      return {
        ...contained(pen, command),
        sandbox: factsOf(way, spec, cgroup !== null),
        kill: close,
        // Nothing of a sandbox is used again: what the command wrote privately goes with it.
        release: () => void close(),
      };
    },
    async close() {
      await Promise.all([...open].map((each) => each()));
    },
  };
}

function factsOf(way: SandboxWay, spec: SandboxSpec, bounded: boolean): SandboxFacts {
  return {
    level: sandboxLevel(spec.network),
    means: way.means,
    network: spec.network === 'deny' ? 'denied' : 'allowed',
    bounds: bounded ? 'cgroup' : 'rlimit',
  };
}

function joinArgs(tools: SandboxTools, procs: readonly string[]): readonly string[] {
  const bash = [tools.bash, '--noprofile', '--norc', '-c', JOIN_CGROUPS, 'sluice-cgroup'];
  return [...bash, ...procs, '--'];
}

/**
 * What a command is started through: limits, then no capability and no program that gives any. A
 * user other than root is root in the namespaces until here and gets the own uid back.
 */
function insideOf(
  tools: SandboxTools,
  way: SandboxWay,
  limits: readonly string[],
): readonly string[] {
  const kept = CAPABILITIES_KEPT.map((name) => `,+${name}`).join('');
  const privileges = way.asRoot
    ? [`--bounding-set=-all${kept}`, '--inh-caps=-all', '--no-new-privs']
    : ['--no-new-privs'];
  const asSelf =
    way.asRoot || way.means === 'bubblewrap'
      ? []
      : [
          tools.unshare,
          '--user',
          `--map-user=${process.getuid?.() ?? 0}`,
          `--map-group=${process.getgid?.() ?? 0}`,
          '--',
        ];
  return [
    tools.prlimit,
    ...limits,
    '--',
    tools.setpriv,
    ...privileges,
    '--',
    ...asSelf,
    tools.setsid,
    '--',
  ];
}
