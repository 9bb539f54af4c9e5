import { existsSync } from 'node:fs';

import type { Containment } from './containment.ts';
import { createPidNamespaces } from './pid-namespace.ts';
import type { NamespaceTools } from './pid-pen.ts';
import { createProcessGroups } from './process-group.ts';

/** Where the programs of util-linux are, whatever PATH a gate has. */
const TOOL_FOLDERS = ['/usr/bin', '/bin', '/usr/sbin', '/sbin', '/run/current-system/sw/bin'];

/** An exit code that nothing but the probe would return. */
const PROBE_EXIT_CODE = 73;
const STDERR = 2;
const PROBE = ['/bin/sh', '-c', `test -d "/proc/$$" && exit ${PROBE_EXIT_CODE}`];

/**
 * The strongest containment that works on this machine, found by trying: a PID namespace as the
 * user that we are (root), one inside a user namespace, or else process groups.
 */
export async function chooseContainment(): Promise<Containment> {
  const tools = findNamespaceTools();
  if (process.platform !== 'linux' || tools === null) return createProcessGroups();
  const asRoot = process.getuid?.() === 0;
  for (const userNamespace of asRoot ? [false, true] : [true]) {
    const namespaces = createPidNamespaces(tools, userNamespace);
    if (await works(namespaces)) return namespaces;
    await namespaces.close();
  }
  return createProcessGroups();
}

async function works(containment: Containment): Promise<boolean> {
  try {
    const probe = await containment.start({
      argv: PROBE,
      cwd: '/',
      env: {},
      runId: 'probe',
      stdoutFd: STDERR,
      stderrFd: STDERR,
    });
    const end = await probe.end;
    probe.release();
    return end.kind === 'exited' && end.exitCode === PROBE_EXIT_CODE;
  } catch {
    return false;
  }
}

/** Null where the machine lacks one of them. */
export function findNamespaceTools(): NamespaceTools | null {
  const find = (name: string): string | undefined =>
    TOOL_FOLDERS.map((folder) => `${folder}/${name}`).find((path) => existsSync(path));
  const unshare = find('unshare');
  const nsenter = find('nsenter');
  const setsid = find('setsid');
  const bash = find('bash');
  if (!unshare || !nsenter || !setsid || !bash) return null;
  return { unshare, nsenter, setsid, bash };
}
