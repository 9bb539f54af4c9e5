import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { CertificationResult } from '../../domain/certification.ts';
import type { ItemView } from '../../domain/item/item-view.ts';
import type { CrashPlan } from './crash-points.ts';
import type { CrashWorkerOrder } from './crash-worker-process.ts';
import { brokenPromises } from './invariants.ts';
import { buildHelperEntries } from './helper-entries.ts';
import { buildProgram } from './typescript-process.ts';
import { World, type WorldOptions } from './world.ts';

/**
 * Gates that cost nothing: an item is finished when its file says so. The full verify writes down
 * that it began, and goes on beating as long as the file `hold` is there.
 */
const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
limits: { heartbeat: 1s }
passEnv: [PULSE_DIR]
baseline: [test -f beat.sh]
sandbox: { writable: [/PULSE_FOLDER] }
gates:
  red: { run: 'grep -q done "work/$SLUICE_ITEM_ID"', tests: ['tests/**'] }
  targeted: 'grep -q done "work/$SLUICE_ITEM_ID"'
  verify: [sh beat.sh]
items:
`;

const BEAT = `echo began >> "$PULSE_DIR/began"
while test -e "$PULSE_DIR/hold"; do echo beat >> "$PULSE_DIR/beats"; sleep 0.05; done
`;

const FILES = {
  'beat.sh': BEAT,
  'work/.keep': '',
  '.gitignore': '*.local\n',
};

let program: string | undefined;

/** A worker in a process of its own. */
export interface CrashWorker {
  readonly process: ChildProcess;
  /** Settles with the signal that ended it, or null. */
  readonly ended: Promise<NodeJS.Signals | null>;
}

export interface CrashWorkerOptions {
  readonly plan?: CrashPlan;
  /** Whether workflows stay in memory; a dead worker's stick to it for 10 s then. */
  readonly isCaching?: boolean;
}

/** A world whose workers are processes that a test kills. */
export class CrashWorld implements AsyncDisposable {
  readonly world: World;
  readonly items: readonly string[];
  private readonly address: string;
  private readonly workers: CrashWorker[] = [];
  /** What people wrote: path → text. */
  private readonly written: Record<string, string> = { ...FILES };
  private readonly pulseDir = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-pulse-')));

  private constructor(world: World, items: readonly string[], address: string) {
    this.world = world;
    this.items = items;
    this.address = address;
  }

  static async open(count: number, options: Partial<WorldOptions> = {}): Promise<CrashWorld> {
    const items = Array.from({ length: count }, (_, place) => `P0-00${place + 1}`);
    const entries = items.map((id) => `  - { id: ${id}, title: Item ${id}, tests: work }\n`);
    const policy = POLICY + entries.join('');
    const world = await World.open({ files: FILES, policy, hasWorkers: false, ...options });
    const crash = new CrashWorld(world, items, options.address ?? inject('temporalAddress'));
    crash.write('sluice.yaml', crash.policyText(policy));
    crash.write('secret.local', 'mine\n');
    return crash;
  }

  private policyText(policy: string): string {
    const named = policy.replaceAll('PROGRAM', this.world.program);
    return named.replaceAll('/PULSE_FOLDER', this.pulseDir);
  }

  /** Starts a worker; resolves when it polls, or has died on the way there. */
  async startWorker({ plan, isCaching = false }: CrashWorkerOptions = {}): Promise<CrashWorker> {
    program ??= buildProgram('test/support/crash-worker-process.ts');
    const order: CrashWorkerOrder = {
      address: this.address,
      taskQueue: this.world.taskQueue,
      repository: this.world.repository.root,
      bundlePath: inject('workflowBundlePath'),
      entries: buildHelperEntries(),
      cachedWorkflowsMax: isCaching ? undefined : 0,
      plan: plan ?? null,
    };
    const child = spawn(process.execPath, [program, JSON.stringify(order)], {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, PULSE_DIR: this.pulseDir },
    });
    const ended = once(child, 'exit').then(([, signal]) => signal as NodeJS.Signals | null);
    const worker = { process: child, ended };
    this.workers.push(worker);
    await Promise.race([once(child, 'message'), ended]);
    return worker;
  }

  write(path: string, text: string): void {
    this.written[path] = text;
    this.world.write(path, text);
  }

  /** What an implementer does until an item waits for its review. */
  async toReview(id: string): Promise<ItemView> {
    const { world } = this;
    await world.waitsFor(id, 'implementer', 'RED');
    this.write(`work/${id}`, 'begun\n');
    await world.red(id);
    this.write(`work/${id}`, 'done\n');
    await world.green(id);
    return world.waitsFor(id, 'reviewer');
  }

  /** What an implementer and a reviewer do until an item is done. */
  async work(id: string): Promise<void> {
    await this.toReview(id);
    await this.world.approve(id);
  }

  async workAll(): Promise<void> {
    for (const id of this.items) await this.work(id);
  }

  /** Waits for the program's GO, and says which promises were broken on the way. */
  async outcome(): Promise<readonly string[]> {
    const { world, items } = this;
    const result = (await world.programHandle.result()) as CertificationResult;
    const { verdict, reasons } = result;
    const refused = verdict === 'GO' ? [] : [`certification: ${verdict}: ${reasons.join('; ')}`];
    const files = this.written;
    const bundlePath = inject('workflowBundlePath');
    return [...refused, ...(await brokenPromises(world, { items, files, bundlePath }))];
  }

  hold(): void {
    writeFileSync(join(this.pulseDir, 'hold'), '');
  }

  letGo(): void {
    rmSync(join(this.pulseDir, 'hold'), { force: true });
  }

  /** How often the full verify began. */
  get begun(): number {
    return linesOf(join(this.pulseDir, 'began'));
  }

  get beats(): number {
    return linesOf(join(this.pulseDir, 'beats'));
  }

  /** Numbers of the processes that belong to gates of this world, found by their environment. */
  get gateProcesses(): readonly string[] {
    const mark = `PULSE_DIR=${this.pulseDir}\0`;
    const workers = new Set(this.workers.map(({ process: child }) => String(child.pid)));
    return readdirSync('/proc').filter((name) => {
      if (!/^\d+$/.test(name) || workers.has(name)) return false;
      return environmentOf(name).includes(mark);
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.letGo();
    for (const { process: child, ended } of this.workers) {
      child.kill('SIGKILL');
      await ended;
    }
    await this.world[Symbol.asyncDispose]();
    rmSync(this.pulseDir, { recursive: true, force: true });
  }
}

function linesOf(path: string): number {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n').length - 1 : 0;
}

function environmentOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8');
  } catch {
    // It ended while we looked.
    return '';
  }
}

/** The verdict that approves what waits for a review. */
export function approvalOf({ state, reviewGates }: ItemView): Readonly<Record<string, unknown>> {
  return {
    actor: 'agent:claude',
    attempt: state.attempt,
    tree: state.candidate?.tree,
    verdict: 'APPROVED',
    gates: Object.fromEntries(reviewGates.map((name) => [name, { result: 'PASS' }])),
  };
}
