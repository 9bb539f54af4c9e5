import {
  CancellationScope,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  workflowInfo,
} from '@temporalio/workflow';
import { ITEM_CHANGED_SIGNAL, type ItemChange, programWorkflowId } from './messages.ts';

/** What the item tells its program, which may have continued as new since it started the item. */
export class ProgramLink {
  reportsCompletion: boolean;
  private readonly programId: string;

  constructor(programName: string, reportsCompletion: boolean) {
    this.programId = programWorkflowId(programName);
    this.reportsCompletion = reportsCompletion;
  }

  async tell(change: ItemChange): Promise<void> {
    // An item started by hand has no program to tell.
    if (workflowInfo().parent === undefined) return;
    const program = getExternalWorkflowHandle(this.programId);
    await program.signal(defineSignal<[ItemChange]>(ITEM_CHANGED_SIGNAL), change);
  }

  /** The run that started the item sees its end by itself; a later run has to be told. */
  async reportEnd(change: ItemChange, error?: unknown): Promise<void> {
    if (!this.reportsCompletion || (error !== undefined && !isCancellation(error))) return;
    await CancellationScope.nonCancellable(async () => {
      // A program that is gone does not need to know.
      await this.tell(change).catch(() => undefined);
    });
  }
}
