import { Fault } from '../domain/fault.ts';
import type { Answer } from '../domain/item/item-message.ts';
import type { ItemView } from '../domain/item/item-view.ts';
import type { BoardPageRequest, BoardView } from '../domain/program/program-view.ts';
import type { ProgramInput } from '../workflows/inputs.ts';

/** How long a verb waits for the answer to a message before it says that no worker is running. */
export const ANSWER_MS_MAX = 10_000;

/** A message on its way: its name, its payload without `type`, and the workflow that it is for. */
export interface OutgoingMessage {
  readonly workflowId: string;
  readonly type: string;
  readonly payload: { readonly messageId: string } & Readonly<Record<string, unknown>>;
}

/** How a workflow stands on the server. */
export interface WorkflowStatus {
  readonly status: string;
  readonly runId: string;
  readonly historyLength: number;
}

/** Everything that verbs ask of Temporal. */
export interface Gateway {
  /** Starts a program. Throws PROGRAM_EXISTS. */
  startProgram(input: ProgramInput, taskQueue: string): Promise<void>;
  /** Throws PROGRAM_NOT_FOUND, WORKER_NOT_RUNNING. */
  board(program: string, page: BoardPageRequest): Promise<BoardView>;
  /** Throws ITEM_NOT_FOUND, WORKER_NOT_RUNNING. */
  item(program: string, id: string): Promise<ItemView>;
  /** Sends by update and waits for the answer. Throws Refused, WORKER_NOT_RUNNING, …_NOT_FOUND. */
  send(message: OutgoingMessage): Promise<Answer>;
  describe(workflowId: string): Promise<WorkflowStatus | null>;
  close(): Promise<void>;
}

export function programMissing(program: string): Fault {
  return new Fault({ code: 'PROGRAM_NOT_FOUND', facts: { program } });
}

export function itemMissing(item: string): Fault {
  const fix =
    'It has not started yet (`sluice watch` waits for it), or its id is another: see `sluice board`.';
  return new Fault({ code: 'ITEM_NOT_FOUND', facts: { item, detail: 'running', fix } });
}
