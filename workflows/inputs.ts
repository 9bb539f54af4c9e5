import type { ItemFreeze } from '../domain/freeze.ts';
import type { ItemContract } from '../domain/item/item-contract.ts';
import type { ItemState } from '../domain/item/item-state.ts';
import type { ProgramCommand } from '../domain/program/program-event.ts';
import type { ProgramContract, ProgramState } from '../domain/program/program-state.ts';

/** Where activities of a program run: short ones beside the workflows, gates on a queue of their own. */
export interface Queues {
  readonly gates: string;
}

export interface ItemInput {
  readonly v: 1;
  readonly contract: Omit<ItemContract, 'workflowId' | 'runId'>;
  readonly queues: Queues;
  readonly lane: number;
  /** A freeze that the item has to keep to from its start; absent where there is none. */
  readonly freeze?: ItemFreeze;
  /** Events after which a run continues as new; tests set it low. */
  readonly historyEventsMax?: number;
  /** Present after continue-as-new. */
  readonly carried?: { readonly state: ItemState; readonly reportsCompletion: boolean };
}

export interface ProgramInput {
  readonly v: 1;
  readonly contract: Omit<ProgramContract, 'workflowId' | 'runId'>;
  readonly queues: Queues;
  readonly historyEventsMax?: number;
  readonly carried?: {
    readonly state: ProgramState;
    /** What the run before left to this one; absent for nothing. */
    readonly waiting?: readonly ProgramCommand[];
  };
}
