import { constants, existsSync } from 'node:fs';
import { access } from 'node:fs/promises';
import { Fault } from '../../domain/fault.ts';
import { reachesLevel, resolveSandbox } from '../../domain/sandbox.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import { branchTip } from '../../git/refs.ts';
import { currentBranch, openRepository } from '../../git/repository.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { findPlace, stateDirOf } from '../find-root.ts';
import { InvalidInput } from '../invalid-input.ts';
import { loadProgram } from '../load-program.ts';
import { isPolicyEdited, POLICY_DIFFERS } from '../policy-drift.ts';
import { connectClient } from '../server/connection.ts';
import { locateServer } from '../server/server-location.ts';
import { probeSandbox } from '../sandbox-probe.ts';
import { taskQueueOf } from '../task-queue.ts';

/** What one check found. */
interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly detail: string;
  readonly fix: string | null;
}

/** `sluice doctor`: everything that a program needs, checked one by one; a failed check says what to do. */
export async function doctor(input: CommandInput): Promise<CommandOutput> {
  const checks: Check[] = [];
  for (const [name, look] of CHECKS) checks.push(await check(name, () => look(input)));
  const failed = checks.filter((each) => !each.ok);
  const text = checks.map(lineOf).join('\n');
  return {
    kind: 'doctor',
    data: { ok: failed.length === 0, checks },
    text,
    exitCode: exitCode(failed),
  };
}

function exitCode(failed: readonly Check[]): ExitCode {
  if (failed.length === 0) return EXIT.ok;
  return failed.every((each) => SERVER_CHECKS.has(each.name)) ? EXIT.unreachable : EXIT.usage;
}

function lineOf({ name, ok, detail, fix }: Check): string {
  const line = `${ok ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${maskUnsafe(detail)}`;
  return fix === null ? line : `${line}\n     fix: ${maskUnsafe(fix)}`;
}

/** Turns whatever a look throws into a failed check. */
async function check(name: string, look: () => Promise<string>): Promise<Check> {
  try {
    return { name, ok: true, detail: await look(), fix: null };
  } catch (error) {
    if (error instanceof InvalidInput) {
      const detail = `${error.problems.length} mistakes in sluice.yaml or the backlog`;
      return { name, ok: false, detail, fix: 'Run `sluice plan`: it shows each with its place.' };
    }
    const detail = error instanceof Error ? error.message : String(error);
    return { name, ok: false, detail, fix: error instanceof Fault ? error.fix : null };
  }
}

type Look = (input: CommandInput) => Promise<string>;

const SERVER_CHECKS: ReadonlySet<string> = new Set(['temporal', 'worker']);

const CHECKS: readonly (readonly [string, Look])[] = [
  ['node', lookAtNode],
  ['repository', lookAtRepository],
  ['policy', lookAtPolicy],
  ['evidence', lookAtEvidence],
  ['sandbox', lookAtSandbox],
  ['temporal', lookAtTemporal],
  ['worker', lookAtWorker],
];

const NODE_MAJOR_MIN = 20;

function lookAtNode(): Promise<string> {
  const major = Number(process.versions.node.split('.')[0]);
  if (major >= NODE_MAJOR_MIN) return Promise.resolve(`Node ${process.versions.node}`);
  const message = `Node ${process.versions.node} is too old.`;
  const fix = `Install Node ${NODE_MAJOR_MIN} or newer.`;
  return Promise.reject(new Fault({ code: 'USAGE', facts: { message, fix } }));
}

async function lookAtRepository({ global }: CommandInput): Promise<string> {
  const repository = await openRepository(global.cwd);
  const branch = await currentBranch(repository);
  const tip = await branchTip(repository, branch);
  return `${repository.root} on ${branch} at ${tip.slice(0, 12)}`;
}

async function lookAtPolicy({ global }: CommandInput): Promise<string> {
  const { root } = findPlace(global.cwd);
  const { policy, items, warnings } = await loadProgram(root);
  const warned = warnings.length === 0 ? '' : `, ${warnings.length} warnings (see \`sluice plan\`)`;
  const named = { program: policy.program, pinned: null };
  const isEdited = await isPolicyEdited({ root, stateDir: stateDirOf(root) }, named);
  const edited = isEdited ? `; ${POLICY_DIFFERS}` : '';
  return `program ${policy.program}, ${items.length} items${warned}${edited}`;
}

/** What the machine can do, held against the policy's `minimum`. */
async function lookAtSandbox({ global }: CommandInput): Promise<string> {
  const { level, means, bounds, caches, why } = await probeSandbox();
  const { policy } = await loadProgram(findPlace(global.cwd).root);
  const { minimum } = resolveSandbox(policy.sandbox);
  if (!reachesLevel(level, minimum)) {
    const message = `gates reach the level ${level} here (${why}), and the policy demands ${minimum}`;
    const fix =
      'Install bubblewrap or util-linux and iproute2, allow user namespaces (`sysctl kernel.unprivileged_userns_clone=1`, `kernel.apparmor_restrict_unprivileged_userns=0`), or run the worker as root of a container.';
    throw new Fault({ code: 'USAGE', facts: { message, fix } });
  }
  const detail = why === '' ? `bounds by ${bounds}, build caches ${caches}` : why;
  return `${level} by ${means}; ${detail}`;
}

async function lookAtEvidence({ global }: CommandInput): Promise<string> {
  const stateDir = stateDirOf(findPlace(global.cwd).root);
  if (!existsSync(stateDir)) return 'none yet';
  await access(stateDir, constants.R_OK | constants.W_OK);
  const { openEvidenceReader } = await import('../../evidence/log-reader.ts');
  const reader = await openEvidenceReader({ dir: `${stateDir}/evidence` });
  const { records } = await reader.head();
  await reader.close();
  return `${records} records; \`sluice evidence verify\` checks them`;
}

async function lookAtTemporal({ global, env }: CommandInput): Promise<string> {
  const location = await locateServer(env, stateDirOf(findPlace(global.cwd).root));
  const connection = await connectClient(location);
  await connection.close();
  const ui = location.uiUrl === null ? '' : `, Web UI ${location.uiUrl}`;
  return `${location.address}, namespace ${location.namespace}${ui}`;
}

async function lookAtWorker({ global, env }: CommandInput): Promise<string> {
  const { root } = findPlace(global.cwd);
  const location = await locateServer(env, stateDirOf(root));
  const taskQueue = taskQueueOf(root, env);
  const connection = await connectClient(location);
  try {
    const { pollers } = await connection.workflowService.describeTaskQueue({
      namespace: location.namespace,
      taskQueue: { name: taskQueue },
    });
    if ((pollers ?? []).length === 0)
      throw new Fault({ code: 'WORKER_NOT_RUNNING', facts: { taskQueue } });
    return `polling ${taskQueue}`;
  } finally {
    await connection.close();
  }
}
