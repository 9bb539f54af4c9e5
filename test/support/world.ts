import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isGrpcCancelledError, isGrpcDeadlineError, type WorkflowHandle } from '@temporalio/client';
import { inject } from 'vitest';
import type { Actor } from '../../domain/actor.ts';
import type { Answer } from '../../domain/item/item-message.ts';
import type { ItemView, WaitingOn } from '../../domain/item/item-view.ts';
import type { BoardView } from '../../domain/program/program-view.ts';
import type { Stage } from '../../domain/stage.ts';
import {
  createControlActivities,
  createGateActivities,
} from '../../activities/create-activities.ts';
import { askAgain } from '../../client/ask-again.ts';
import { loadProgram } from '../../client/load-program.ts';
import { programInput } from '../../client/program-input.ts';
import { openActivityDeps, type OpenedActivityDeps } from '../../worker/activity-deps.ts';
import { createWorkers, type SluiceWorkers } from '../../worker/create-workers.ts';
import { runWorkers } from '../../worker/run-workers.ts';
import type { ProgramInput } from '../../workflows/inputs.ts';
import {
  BOARD_QUERY,
  ITEM_QUERY,
  itemWorkflowId,
  PROGRAM_WORKFLOW,
  programWorkflowId,
} from '../../workflows/messages.ts';
import { buildHelperEntries } from './helper-entries.ts';
import { type TempRepository, tempRepository } from './temp-repository.ts';
import { connectTo, type TestConnection, uniqueTaskQueue } from './temporal-server.ts';

/** How long a test waits for something that must happen. */
const WAIT_MS_MAX = 120_000;
const POLL_MS = 25;

export interface WorldOptions {
  /** Files of the repository's first commit, beside `sluice.yaml`. */
  readonly files?: Readonly<Record<string, string>>;
  readonly policy: string;
  readonly historyEventsMax?: number;
  /** Another server than the one of the test run, `host:port`. */
  readonly address?: string;
  /** Whether workers run in this process; crash tests have theirs in processes of their own. */
  readonly hasWorkers?: boolean;
}

/** A real repository, a real server and real workers, with the verbs of the people around them. */
export class World implements AsyncDisposable {
  readonly program: string;
  readonly taskQueue: string;
  readonly repository: TempRepository;
  readonly deps: OpenedActivityDeps;
  readonly temporal: TestConnection;
  private readonly options: WorldOptions;
  private messages = 0;
  private stopWorkers: AbortController | undefined;
  private running: Promise<void> | undefined;

  private constructor(parts: {
    program: string;
    repository: TempRepository;
    deps: OpenedActivityDeps;
    temporal: TestConnection;
    options: WorldOptions;
  }) {
    this.program = parts.program;
    this.taskQueue = parts.program;
    this.repository = parts.repository;
    this.deps = parts.deps;
    this.temporal = parts.temporal;
    this.options = parts.options;
  }

  /** Makes the repository and the workers. `PROGRAM` in the policy becomes a unique name. */
  static async open(options: WorldOptions): Promise<World> {
    const program = uniqueTaskQueue('program');
    const policy = options.policy.replaceAll('PROGRAM', program);
    const repository = await tempRepository({ 'sluice.yaml': policy, ...options.files });
    const environment = { ...process.env, HOME: repository.root };
    const deps = await openActivityDeps({
      repository: repository.root,
      fast: true,
      environment,
      entries: buildHelperEntries(),
    });
    const temporal = await connectTo(options.address ?? inject('temporalAddress'));
    const world = new World({ program, repository, deps, temporal, options });
    if (options.hasWorkers !== false) await world.startWorkers();
    return world;
  }

  /** `workflowBundlePath` is that of another release than the sources of now. */
  async startWorkers(workflowBundlePath = inject('workflowBundlePath')): Promise<void> {
    const workers: SluiceWorkers = await createWorkers({
      connection: this.temporal.connection,
      namespace: this.temporal.namespace,
      workflowBundlePath,
      controlActivities: createControlActivities(this.deps),
      gateActivities: createGateActivities(this.deps),
      configuration: {
        taskQueue: this.taskQueue,
        gatesMax: 8,
        controlActivitiesMax: 20,
        cachedWorkflowsMax: undefined,
        drainMs: 2_000,
      },
    });
    this.stopWorkers = new AbortController();
    this.running = runWorkers(workers, this.stopWorkers.signal);
  }

  async stop(): Promise<void> {
    this.stopWorkers?.abort();
    await this.running;
    this.running = undefined;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop();
    await this.deps.close();
    await this.temporal[Symbol.asyncDispose]();
    this.repository.remove();
  }

  /** Starts the program as `sluice start` does. */
  async startProgram(): Promise<void> {
    const input = await this.programInput();
    await this.temporal.client.workflow.start(PROGRAM_WORKFLOW, {
      workflowId: programWorkflowId(this.program),
      taskQueue: this.taskQueue,
      args: [input],
    });
  }

  async programInput(): Promise<ProgramInput> {
    const { root } = this.repository;
    const input = await programInput(root, await loadProgram(root), this.taskQueue);
    const { historyEventsMax } = this.options;
    return historyEventsMax === undefined ? input : { ...input, historyEventsMax };
  }

  get programHandle(): WorkflowHandle {
    return this.temporal.client.workflow.getHandle(programWorkflowId(this.program));
  }

  itemHandle(id: string): WorkflowHandle {
    return this.temporal.client.workflow.getHandle(itemWorkflowId(this.program, id));
  }

  async item(id: string): Promise<ItemView> {
    return this.ask(() => this.itemHandle(id).query<ItemView>(ITEM_QUERY));
  }

  async board(): Promise<BoardView> {
    return this.ask(() => this.programHandle.query<BoardView>(BOARD_QUERY));
  }

  /** One question may be late on a busy machine, or go to a worker that just died: as a verb asks. */
  private ask<T>(question: () => Promise<T>): Promise<T> {
    const { client } = this.temporal;
    return askAgain((timeoutMs) => client.withDeadline(Date.now() + timeoutMs, question), {
      // The worker's connection calls a deadline that has passed CANCELLED.
      isLate: (error) => isGrpcDeadlineError(error) || isGrpcCancelledError(error),
      onLate: () => undefined,
    });
  }

  /** Waits until the program has come to a point. */
  async untilBoard(isThere: (view: BoardView) => boolean, what: string): Promise<BoardView> {
    const ask = async (): Promise<BoardView | undefined> => {
      const view = await this.board().catch(() => undefined);
      return view !== undefined && isThere(view) ? view : undefined;
    };
    return eventually(ask, () => `the program to ${what}`);
  }

  /** Waits until an item has come to a point; fails with where it stands instead. */
  async until(id: string, isThere: (view: ItemView) => boolean, what: string): Promise<ItemView> {
    let last: ItemView | undefined;
    return eventually(
      async () => {
        // An item that has not started yet is not there yet.
        last = await this.item(id).catch(() => undefined);
        return last !== undefined && isThere(last) ? last : undefined;
      },
      () =>
        `${id} to ${what}; it is ${JSON.stringify(last?.state.turn)} ${JSON.stringify(last?.state.setback)} ${JSON.stringify(last?.state.hold)}`,
    );
  }

  waitsFor(id: string, who: WaitingOn, stage?: Stage): Promise<ItemView> {
    const isThere = (view: ItemView): boolean =>
      view.waitingOn === who && (stage === undefined || view.state.stage === stage);
    return this.until(id, isThere, `wait for ${who}${stage === undefined ? '' : ` at ${stage}`}`);
  }

  async send(id: string, type: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    this.messages += 1;
    const message = { messageId: `${type}-${id}-${this.messages}`, ...body };
    return this.itemHandle(id).executeUpdate<Answer, [unknown]>(type, { args: [message] });
  }

  async red(id: string, actor: Actor = 'agent:codex'): Promise<Answer> {
    const { state } = await this.waitsFor(id, 'implementer', 'RED');
    const answer = await this.send(id, 'red', { actor, attempt: state.attempt });
    await this.gateEnded(id);
    return answer;
  }

  async green(id: string, fields: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    const { state } = await this.waitsFor(id, 'implementer', 'GREEN');
    const body = { actor: 'agent:codex', attempt: state.attempt, ...fields };
    const answer = await this.send(id, 'green', body);
    await this.gateEnded(id);
    return answer;
  }

  /** Like `sluice red` and `sluice green`: files may be edited again when the gates have run. */
  async gateEnded(id: string): Promise<ItemView> {
    return this.until(id, (view) => view.waitingOn !== 'gate', 'have its gates run');
  }

  async review(id: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    const { state } = await this.waitsFor(id, 'reviewer');
    const { attempt, candidate } = state;
    return this.send(id, 'review', {
      actor: 'agent:claude',
      attempt,
      tree: candidate?.tree,
      ...body,
    });
  }

  async approve(id: string, actor: Actor = 'agent:claude'): Promise<Answer> {
    const { reviewGates } = await this.waitsFor(id, 'reviewer');
    const gates = Object.fromEntries(reviewGates.map((name) => [name, { result: 'PASS' }]));
    return this.review(id, { actor, verdict: 'APPROVED', gates });
  }

  async requestChanges(id: string): Promise<Answer> {
    const findings = [{ severity: 'P1', text: 'not good yet', where: 'a.js:1' }];
    return this.review(id, { verdict: 'CHANGES_REQUESTED', gates: {}, findings });
  }

  async message(type: string, body: Readonly<Record<string, unknown>>): Promise<Answer> {
    this.messages += 1;
    const message = { messageId: `${type}-${this.messages}`, actor: 'human:lea', ...body };
    return this.programHandle.executeUpdate<Answer, [unknown]>(type, { args: [message] });
  }

  async done(id: string): Promise<ItemView> {
    return this.until(id, (view) => view.state.stage === 'DONE', 'be done');
  }

  write(path: string, text: string): void {
    writeFileSync(join(this.repository.root, path), text);
  }

  git(...args: readonly string[]): string {
    return this.repository.git(...args);
  }
}

/** Asks again until there is an answer; used where nothing announces the event. */
export async function eventually<T>(
  ask: () => Promise<T | undefined>,
  what: () => string,
): Promise<T> {
  const deadline = Date.now() + WAIT_MS_MAX;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined) return answer;
    if (Date.now() > deadline) throw new Error(`waited ${WAIT_MS_MAX} ms for ${what()}`);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
