import { mkdir } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

import type { CommandGate, Policy } from '../../domain/policy.ts';
import { resolveSandbox } from '../../domain/sandbox.ts';
import type { Repository } from '../../git/repository.ts';
import { cacheFolders, hiddenPaths, runtimeFolders } from '../runner/hidden-paths.ts';
import type { SandboxSpec } from '../runner/sandbox-spec.ts';

/**
 * How a gate of the policy is contained. It writes its worktree and its report; it sees the machine
 * and the repository read-only, and neither Sluice's own folder nor anybody's keys.
 */
export async function gateSandbox(
  repository: Repository,
  policy: Policy,
  run: { readonly gate: CommandGate; readonly cwd: string; readonly reportPath: string },
): Promise<SandboxSpec> {
  const { gate, cwd, reportPath } = run;
  const installs = gate === policy.prepare;
  const { use, network, minimum, limits, ...paths } = resolveSandbox(
    policy.sandbox,
    gate.sandbox,
    installs,
  );
  const [writable, readable] = [paths.writable, paths.readable].map((each) => each.map(atHome));
  await Promise.all((writable ?? []).map(makeFolder));
  const { root, commonDir } = repository;
  return {
    use,
    network,
    minimum,
    limits,
    view: {
      writable: [cwd, dirname(reportPath), ...(writable ?? [])],
      readable: [root, commonDir, join(cwd, '.git'), ...runtimeFolders(), ...(readable ?? [])],
      hidden: [...hiddenPaths(), join(root, '.sluice')],
      temporary: ['/tmp', '/var/tmp', tmpdir()],
      scratch: cacheFolders(),
    },
  };
}

function atHome(path: string): string {
  return path.startsWith('~/') ? join(homedir(), path.slice(2)) : path;
}

/** A build cache may not be there yet; what is no folder, such as a socket, is left as it is. */
async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch(() => undefined);
}
