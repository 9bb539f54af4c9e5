/** Commands in the order in which they came, of which some may be left to the next run. */
export class CommandQueue<C> {
  /** What the next run has to do first. */
  waiting: readonly C[] = [];
  private queued: readonly C[];
  private readonly mayWait: (command: C) => boolean;

  /** `left` is what the run before left to this one. */
  constructor(left: readonly C[], mayWait: (command: C) => boolean) {
    this.queued = left;
    this.mayWait = mayWait;
  }

  push(commands: readonly C[]): void {
    this.queued = [...this.queued, ...commands];
  }

  /** Takes what is to be performed now; once the run is ending, what may wait is kept back. */
  take({ isEnding }: { readonly isEnding: boolean }): readonly C[] {
    const keeps = (command: C): boolean => isEnding && this.mayWait(command);
    const taken = this.queued.filter((command) => !keeps(command));
    this.waiting = [...this.waiting, ...this.queued.filter(keeps)];
    this.queued = [];
    return taken;
  }

  /** Whether nothing is left for this run. */
  get isEmpty(): boolean {
    return this.queued.length === 0;
  }
}
