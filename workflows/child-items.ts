import {
  type ChildWorkflowHandle,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  ParentClosePolicy,
  startChild,
  WorkflowIdReusePolicy,
} from '@temporalio/workflow';
import { canaryOf } from '../domain/canary.ts';
import { resolveItemGates } from '../domain/item/item-gates.ts';
import { formatPriority } from '../domain/priority.ts';
import type { ProgramCommand } from '../domain/program/program-event.ts';
import type { ProgramContract } from '../domain/program/program-state.ts';
import { signingRules } from '../domain/word/demanded.ts';
import { stagesOf } from '../domain/stage.ts';
import { faultOf } from './fault-of.ts';
import { endOf } from './item-end.ts';
import type { ItemInput, ProgramInput } from './inputs.ts';
import type { itemWorkflow } from './item.ts';
import {
  ITEM_WORKFLOW,
  type ItemChange,
  itemWorkflowId,
  REPORT_COMPLETION_SIGNAL,
} from './messages.ts';
import {
  SLUICE_ITEM,
  SLUICE_PRIORITY,
  SLUICE_PROGRAM,
  SLUICE_STAGE,
  SLUICE_WAITING_ON,
} from './search-attributes.ts';

/** Temporal keeps at most 400 bytes of a static summary. */
const SUMMARY_CHARS_MAX = 180;

type StartedItem = Omit<Extract<ProgramCommand, { type: 'startItem' }>, 'type'>;

/**
 * The item workflows of a program. They outlive a run of the program, because a review may wait for
 * days: their parent close policy is ABANDON, and a run that continues as new tells each open item
 * to report its end by signal from then on.
 */
export class ChildItems {
  private readonly contract: () => ProgramContract;
  private readonly input: ProgramInput;
  private readonly onChange: (change: ItemChange) => void;
  /** Items that this run started and whose end it will see by itself. */
  private readonly watched = new Map<string, Promise<void>>();
  /** Items that report their end by signal, because this run told them to. */
  private readonly reporting = new Set<string>();

  /** `contract` is asked for each time: an item starts with the policy that is in force then. */
  constructor(
    contract: () => ProgramContract,
    input: ProgramInput,
    onChange: (change: ItemChange) => void,
  ) {
    this.contract = contract;
    this.input = input;
    this.onChange = onChange;
  }

  async start(started: StartedItem): Promise<void> {
    const { item } = started.planned;
    const { program } = this.contract();
    const handle = await startChild<typeof itemWorkflow>(ITEM_WORKFLOW, {
      workflowId: itemWorkflowId(program, item.id),
      args: [this.inputOf(started)],
      parentClosePolicy: ParentClosePolicy.ABANDON,
      // A finished item never silently runs again; one that was terminated may.
      workflowIdReusePolicy: WorkflowIdReusePolicy.ALLOW_DUPLICATE_FAILED_ONLY,
      staticSummary: `${item.id} ${formatPriority(item.priority)} ${item.title}`.slice(
        0,
        SUMMARY_CHARS_MAX,
      ),
      staticDetails: `Stages: ${stagesOf(item.profile).join(' → ')}`,
      typedSearchAttributes: [
        { key: SLUICE_PROGRAM, value: program },
        { key: SLUICE_ITEM, value: item.id },
        { key: SLUICE_PRIORITY, value: formatPriority(item.priority) },
        { key: SLUICE_STAGE, value: stagesOf(item.profile)[0] ?? 'GREEN' },
        { key: SLUICE_WAITING_ON, value: 'implementer' },
      ],
    });
    this.watched.set(item.id, this.watch(item.id, handle));
  }

  private inputOf({ planned, lane, skipped, freeze }: StartedItem): ItemInput {
    const {
      program,
      policy,
      policyDigest,
      branch,
      base,
      tracker = null,
      zone: offsets = [],
    } = this.contract();
    const { item } = planned;
    const { queues, historyEventsMax } = this.input;
    const signing = signingRules(policy);
    const canary = canaryOf(policy);
    return {
      v: 1,
      contract: {
        program,
        item,
        gates: resolveItemGates(policy, item),
        roles: policy.roles,
        limits: policy.limits,
        branch,
        policyDigest,
        ...(skipped === undefined ? {} : { skippedDependencies: skipped }),
        ...(policy.waivers === undefined ? {} : { waivers: policy.waivers }),
        ...(policy.solo === undefined ? {} : { solo: policy.solo }),
        ...(base === undefined ? {} : { base }),
        ...(tracker === null ? {} : { tracker }),
        ...(policy.notify === undefined ? {} : { notifies: true }),
        ...(policy.hours === undefined ? {} : { calendar: { ...policy.hours, offsets } }),
        ...(policy.solo === true ? { solo: true } : {}),
        ...(policy.identities === undefined ? {} : { identities: policy.identities }),
        ...(signing === null ? {} : { signing }),
        ...(canary === null ? {} : { canary: { ...canary, turn: planned.index } }),
      },
      queues,
      lane,
      ...(freeze === undefined ? {} : { freeze }),
      ...(historyEventsMax === undefined ? {} : { historyEventsMax }),
    };
  }

  private async watch(id: string, handle: ChildWorkflowHandle<typeof itemWorkflow>): Promise<void> {
    try {
      this.onChange(endOf(await handle.result()));
    } catch (error) {
      const reason = isCancellation(error) ? 'it was cancelled' : faultOf(error).message;
      this.onChange({ id, kind: 'lost', reason });
    } finally {
      this.watched.delete(id);
    }
  }

  /**
   * Tells the open items to report their end by signal, each once, because this run is about to end.
   * False when one of them had ended already: its end is fed first and the hand-over is tried again.
   */
  async handOver(ids: readonly string[]): Promise<boolean> {
    const untold = ids.filter((id) => !this.reporting.has(id));
    const told = await Promise.all(untold.map((id) => this.tellToReport(id)));
    return told.every(Boolean);
  }

  private async tellToReport(id: string): Promise<boolean> {
    const item = getExternalWorkflowHandle(itemWorkflowId(this.contract().program, id));
    try {
      await item.signal(defineSignal(REPORT_COMPLETION_SIGNAL));
      this.reporting.add(id);
      return true;
    } catch {
      // It ended: this run sees that by itself, or the item's own report is on its way.
      const watched = this.watched.get(id);
      if (watched === undefined) {
        this.onChange({ id, kind: 'lost', reason: 'its workflow is not running' });
      }
      await watched;
      return false;
    }
  }

  /** Ends the items that a closed program leaves behind, such as deferred ones. */
  async cancel(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map((id) =>
        getExternalWorkflowHandle(itemWorkflowId(this.contract().program, id))
          .cancel()
          .catch(() => undefined),
      ),
    );
  }
}
