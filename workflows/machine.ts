import { allHandlersFinished, condition, isCancellation, workflowInfo } from '@temporalio/workflow';
import type { Answer } from '../domain/item/item-message.ts';
import { CommandQueue } from './command-queue.ts';

/** A reducer with what surrounds it: how its commands are performed and its state is shown. */
export interface MachineParts<S, E, C> {
  readonly initial: S;
  /** Commands that the run before left to this one. */
  readonly waiting?: readonly C[] | undefined;
  step(
    state: S,
    event: E,
  ): { readonly state: S; readonly commands: readonly C[]; readonly answer?: Answer };
  /** Performs a command and says what followed; null when nothing has to be fed back. */
  perform(command: C): Promise<E | null>;
  /** What follows when a command could not be performed; null to go on as if nothing had happened. */
  onFailure(command: C, error: unknown): E | null;
  /** Whether a command may be left to the next run, because this one is about to end. */
  mayWait?(command: C): boolean;
  publish(state: S): void;
  isClosed(state: S): boolean;
  /** When the state wants to be woken although nothing happened, milliseconds since the epoch. */
  wakeAtMs(state: S): number | null;
  /** What for, in a few words that operators see with the timer. */
  wakeFor(state: S): string;
  readonly clock: E;
}

/** Events of history after which a run continues as new, well below the server's warning. */
export const HISTORY_EVENTS_MAX = 4_000;

/**
 * Drives a reducer inside a workflow. Handlers feed events synchronously; commands are started in
 * order and may run side by side; the loop ends when the state is closed or the history is long,
 * with nothing under way. From then on what may wait does wait: a busy program would otherwise
 * always have begun something new before it can end its run.
 */
export class Machine<S, E, C> {
  state: S;
  private readonly queue: CommandQueue<C>;
  private underWay = 0;
  private changed = true;
  private fatal: unknown = null;
  private readonly parts: MachineParts<S, E, C>;
  private readonly historyEventsMax: number;

  constructor(parts: MachineParts<S, E, C>, historyEventsMax: number) {
    this.parts = parts;
    this.historyEventsMax = historyEventsMax;
    this.state = parts.initial;
    const mayWait = (command: C): boolean => parts.mayWait?.(command) === true;
    this.queue = new CommandQueue(parts.waiting ?? [], mayWait);
  }

  /** What the next run has to do first. */
  get waiting(): readonly C[] {
    return this.queue.waiting;
  }

  /** Applies an event. Synchronous, so that a message is answered before anything else happens. */
  feed(event: E): Answer | undefined {
    const step = this.parts.step(this.state, event);
    this.state = step.state;
    this.queue.push(step.commands);
    this.changed = true;
    return step.answer;
  }

  /** Runs until the state is closed (`closed`) or the history is long (`long`). */
  async run(): Promise<'closed' | 'long'> {
    for (;;) {
      // Answers to updates come before the commands that follow from them. Their order would
      // otherwise depend on how many tasks the SDK folds into one when it replays from the start.
      await condition(allHandlersFinished);
      this.startQueued();
      if (this.fatal !== null) throw this.fatal;
      this.changed = false;
      this.parts.publish(this.state);
      const isIdle = this.underWay === 0 && allHandlersFinished();
      if (isIdle && this.parts.isClosed(this.state)) return 'closed';
      if (isIdle && this.isHistoryLong()) return 'long';
      await this.untilChanged();
    }
  }

  /** Whether every command has been performed, also those that came while something was awaited. */
  isIdle(): boolean {
    return this.underWay === 0 && this.queue.isEmpty;
  }

  private isHistoryLong(): boolean {
    const { continueAsNewSuggested, historyLength } = workflowInfo();
    return continueAsNewSuggested || historyLength > this.historyEventsMax;
  }

  private async untilChanged(): Promise<void> {
    const wakeAtMs = this.parts.wakeAtMs(this.state);
    if (wakeAtMs === null) return condition(() => this.changed);
    const summary = this.parts.wakeFor(this.state);
    const waitMs = Math.max(1, wakeAtMs - Date.now());
    const inTime = await condition(() => this.changed, waitMs, { summary });
    if (!inTime) this.feed(this.parts.clock);
    return undefined;
  }

  private startQueued(): void {
    const isEnding = this.isHistoryLong();
    // Performing one may bring the next at once.
    while (!this.queue.isEmpty) {
      for (const command of this.queue.take({ isEnding })) {
        this.underWay += 1;
        void this.follow(command);
      }
    }
  }

  private async follow(command: C): Promise<void> {
    try {
      const event = await this.outcomeOf(command);
      if (event !== null) this.feed(event);
    } catch (error) {
      // The reducer itself failed: the loop rethrows it, so that the workflow task fails visibly.
      this.fatal = error;
    } finally {
      this.underWay -= 1;
      this.changed = true;
    }
  }

  private async outcomeOf(command: C): Promise<E | null> {
    try {
      return await this.parts.perform(command);
    } catch (error) {
      return isCancellation(error) ? null : this.parts.onFailure(command, error);
    }
  }
}
