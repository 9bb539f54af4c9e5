import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { Fault } from '../../domain/fault.ts';
import { bubblewrapArgs } from './bubblewrap-args.ts';
import { makeDeviceFolder } from './device-folder.ts';
import type { SandboxTools } from './namespace-tools.ts';
import { openPidPen, type PenPlan, type PidPen } from './pid-pen.ts';
import type { SandboxWay } from './sandbox-containment.ts';
import { sandboxMounts } from './sandbox-mounts.ts';
import { sandboxScript } from './sandbox-script.ts';
import type { SandboxSpec } from './sandbox-spec.ts';
import { sandboxTables } from './sandbox-table.ts';

/** How often a sandbox is made again because the machine mounted something meanwhile. */
const TRIES_MAX = 3;

/** What a command is started through, outside and inside. */
type Wrappers = Pick<PenPlan, 'outside' | 'inside'>;

let made = 0;

/** Opens the namespaces of a sandbox with its file system. Throws `SPAWN_FAILED`. */
export async function openSandboxPen(
  tools: SandboxTools,
  way: SandboxWay,
  { spec, wrappers }: { readonly spec: SandboxSpec; readonly wrappers: Wrappers },
): Promise<PidPen> {
  const namespaces = ['-p', '-m', '-i', '-u', ...(spec.network === 'deny' ? ['-n'] : [])];
  const user = way.asRoot ? [] : ['-U', '--preserve-credentials'];
  const plan = { ...wrappers, nsenter: [tools.nsenter, ...namespaces, ...user] };
  if (way.means === 'bubblewrap') {
    return openPidPen({ ...plan, keeper: bubblewrapKeeper(tools, way, spec), setUp: '' });
  }
  return openByNamespaces(tools, way, { spec, plan });
}

function bubblewrapKeeper(
  tools: SandboxTools,
  way: SandboxWay,
  spec: SandboxSpec,
): readonly string[] {
  const args = bubblewrapArgs({
    mounts: sandboxMounts(spec.view),
    network: spec.network,
    temporaryBytes: spec.limits.memoryBytes,
    asRoot: way.asRoot,
  });
  return [tools.bwrap ?? 'bwrap', ...args, '--', tools.bash, '--noprofile', '--norc', '-c'];
}

/**
 * The tables say of each mount of the machine what becomes of it, so the machine's mounts have to be
 * the same before and after: one that came in between would be writable inside.
 */
async function openByNamespaces(
  tools: SandboxTools,
  way: SandboxWay,
  { spec, plan }: { readonly spec: SandboxSpec; readonly plan: Omit<PenPlan, 'keeper' | 'setUp'> },
): Promise<PidPen> {
  made += 1;
  const at = join(way.scratchDir, `${made}`);
  const tables = { folders: `${at}.folders`, files: `${at}.files` };
  const deviceFolder = join(way.scratchDir, 'dev');
  makeDeviceFolder(deviceFolder);
  const keeper = unshareArgs(tools, way, spec.network);
  try {
    for (let tries = 0; tries < TRIES_MAX; tries += 1) {
      const mountinfo = await readMountinfo();
      const { folders, files, places } = sandboxTables({
        deviceFolder,
        mounts: sandboxMounts(spec.view),
        mountinfo,
        temporaryBytes: spec.limits.memoryBytes,
        overlays: way.overlays,
        asRoot: way.asRoot,
      });
      await writeFile(tables.folders, folders);
      if (places.length > 0) await writeFile(tables.files, files);
      const { network } = spec;
      const setUp = sandboxScript({ tables, places, network, loopbackUp: tools.loopbackUp });
      const pen = await openPidPen({ ...plan, keeper, setUp });
      if ((await readMountinfo()) === mountinfo) return pen;
      await pen.close();
    }
  } finally {
    await Promise.all(Object.values(tables).map((file) => rm(file, { force: true })));
  }
  const reason = 'the mounts of the machine change all the time';
  throw new Fault({ code: 'SPAWN_FAILED', facts: { reason } });
}

function readMountinfo(): Promise<string> {
  return readFile('/proc/self/mountinfo', 'utf8');
}

function unshareArgs(
  tools: SandboxTools,
  way: SandboxWay,
  network: SandboxSpec['network'],
): readonly string[] {
  const user = way.asRoot ? [] : ['--user', '--map-root-user'];
  const net = network === 'deny' ? ['--net'] : [];
  const own = ['--pid', '--fork', '--kill-child', '--mount-proc', '--mount', '--ipc', '--uts'];
  const bash = [tools.bash, '--noprofile', '--norc', '-c'];
  return [tools.unshare, ...user, ...own, ...net, '--', ...bash];
}
