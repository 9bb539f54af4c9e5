import { openSync, closeSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';

import { Fault } from '../../domain/fault.ts';
import type { SandboxLimits } from '../../domain/sandbox.ts';
import type { ContainedProcess, Containment } from './containment.ts';
import { type CgroupPlace, openGateCgroup } from './gate-cgroup.ts';
import type { SandboxTools } from './namespace-tools.ts';
import { createSandboxes, type SandboxWay } from './sandbox-containment.ts';
import type { SandboxSpec } from './sandbox-spec.ts';

/** An exit code that nothing but a probe would return. */
const PROBE_EXIT_CODE = 73;
const PROBE = ['/bin/sh', '-c', `test -d "/proc/$$" && exit ${PROBE_EXIT_CODE}`];

const MIB = 1024 * 1024;
const PROBE_LIMITS: SandboxLimits = {
  processes: 1_000,
  memoryBytes: 1_024 * MIB,
  openFiles: 256,
  fileBytes: MIB,
};

/**
 * Says by its exit code which promise a sandbox breaks: 1 the root is writable, 2 the network is
 * there, 3 what is hidden is seen, 4 the private folder is not writable.
 */
const SANDBOX_PROBE = [
  '( : > /.sluice-probe ) 2>/dev/null && exit 1',
  'test "$(wc -l < /proc/net/route)" -le 1 || exit 2',
  'test -z "$(ls -A /run)" || exit 3',
  `( : > ${tmpdir()}/probe ) || exit 4`,
  `test -d "/proc/$$" && exit ${PROBE_EXIT_CODE}`,
].join('; ');

/** Whether commands can be started, and see a `/proc` of their own. */
export async function worksByProbe(containment: Containment): Promise<boolean> {
  try {
    const exitCode = await exitCodeOf((fd) =>
      containment.start({
        argv: PROBE,
        cwd: '/',
        env: {},
        runId: 'probe',
        stdoutFd: fd,
        stderrFd: fd,
      }),
    );
    return exitCode === PROBE_EXIT_CODE;
  } catch {
    return false;
  }
}

/**
 * Tries a way of making sandboxes and answers what it can do besides. Throws `SPAWN_FAILED` with the
 * reason where it cannot be used at all.
 */
export async function probeSandboxes(
  tools: SandboxTools,
  way: SandboxWay,
  place: CgroupPlace | null,
): Promise<Pick<SandboxWay, 'overlays' | 'cgroups'>> {
  await probe(tools, way);
  const overlays =
    way.means === 'namespaces' &&
    (await probe(tools, { ...way, overlays: true }).then(
      () => true,
      () => false,
    ));
  return { overlays, cgroups: place !== null && (await boundsWork(place)) ? place : null };
}

async function probe(tools: SandboxTools, way: SandboxWay): Promise<void> {
  const sandboxes = createSandboxes(tools, way);
  const spec: SandboxSpec = {
    use: 'best',
    network: 'deny',
    minimum: 'none',
    view: {
      writable: [],
      readable: [],
      hidden: ['/run'],
      temporary: [tmpdir()],
      scratch: way.overlays ? ['/usr/bin'] : [],
    },
    limits: PROBE_LIMITS,
  };
  try {
    const argv = ['/bin/sh', '-c', SANDBOX_PROBE];
    const exitCode = await exitCodeOf((fd) =>
      sandboxes.start(
        { argv, cwd: '/', env: {}, runId: 'probe', stdoutFd: fd, stderrFd: fd },
        spec,
      ),
    );
    if (exitCode !== PROBE_EXIT_CODE) {
      const reason = `a command in it ended with ${exitCode ?? 'a signal'}`;
      throw new Fault({ code: 'SPAWN_FAILED', facts: { reason } });
    }
  } finally {
    await sandboxes.close();
  }
}

async function boundsWork(place: CgroupPlace): Promise<boolean> {
  try {
    const group = await openGateCgroup(place, PROBE_LIMITS);
    await group.remove();
    return true;
  } catch {
    return false;
  }
}

async function exitCodeOf(
  start: (outputFd: number) => Promise<ContainedProcess>,
): Promise<number | null> {
  const output = openSync(devNull, 'w');
  try {
    const started = await start(output);
    const end = await started.end;
    started.release();
    return end.kind === 'exited' ? end.exitCode : null;
  } finally {
    closeSync(output);
  }
}
