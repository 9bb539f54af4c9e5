import type * as TemporalClient from '@temporalio/client';
import type { Client, WorkflowHandle } from '@temporalio/client';
import { Fault } from '../domain/fault.ts';
import type { Answer } from '../domain/item/item-message.ts';
import type { ItemView } from '../domain/item/item-view.ts';
import type { BoardPageRequest, BoardView } from '../domain/program/program-view.ts';
import {
  BOARD_QUERY,
  ITEM_QUERY,
  itemWorkflowId,
  PROGRAM_WORKFLOW,
  programWorkflowId,
} from '../workflows/messages.ts';
import { askAgain } from './ask-again.ts';
import {
  ANSWER_MS_MAX,
  type Gateway,
  itemMissing,
  type OutgoingMessage,
  programMissing,
  type WorkflowStatus,
} from './gateway.ts';
import { connectClient } from './server/connection.ts';
import type { ServerLocation } from './server/server-location.ts';

export interface GatewayOptions {
  readonly location: ServerLocation;
  readonly taskQueue: string;
  /** Hears that an answer is late. */
  readonly onLate: (sentence: string) => void;
  /** Shown in Temporal's history beside each event; not proof of anything. */
  readonly identity: string;
}

/** Talks to Temporal by gRPC. The SDK is loaded here, so that quick verbs do not wait for it. */
export async function openGrpcGateway(options: GatewayOptions): Promise<Gateway> {
  const { location, taskQueue, identity, onLate } = options;
  const sdk = await import('@temporalio/client');
  const connection = await connectClient(location);
  const client = new sdk.Client({ connection, namespace: location.namespace, identity });
  const within = <T>(timeoutMs: number, work: () => Promise<T>): Promise<T> =>
    connection.withDeadline(Date.now() + timeoutMs, work);

  /** Says what an error of the SDK means for the verb. */
  const explained = async <T>(missing: Fault, work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      if (error instanceof sdk.WorkflowNotFoundError) throw missing;
      if (isNoWorker(sdk, error)) {
        throw new Fault({ code: 'WORKER_NOT_RUNNING', facts: { taskQueue }, cause: error });
      }
      if (sdk.isGrpcServiceError(error) || sdk.isGrpcServiceError(causeOf(error))) {
        const { address } = location;
        throw new Fault({ code: 'TEMPORAL_UNREACHABLE', facts: { address }, cause: error });
      }
      throw error;
    }
  };

  const asked = <T>(missing: Fault, question: () => Promise<T>): Promise<T> =>
    explained(missing, () =>
      askAgain((timeoutMs) => within(timeoutMs, question), {
        isLate: (error) => sdk.isGrpcDeadlineError(error) || sdk.isGrpcCancelledError(error),
        onLate,
      }),
    );

  return {
    startProgram: (input, queue) => startProgram({ sdk, client }, input, queue),
    board: (program, page) =>
      asked(programMissing(program), () =>
        client.workflow
          .getHandle(programWorkflowId(program))
          .query<BoardView, [BoardPageRequest]>(BOARD_QUERY, page),
      ),
    item: (program, id) =>
      asked(itemMissing(id), () =>
        client.workflow.getHandle(itemWorkflowId(program, id)).query<ItemView>(ITEM_QUERY),
      ),
    send: (message) =>
      explained(itemMissing(message.workflowId), () =>
        within(ANSWER_MS_MAX, () => update(client, message)),
      ),
    describe: (workflowId) => describe(sdk, client.workflow.getHandle(workflowId)),
    close: () => connection.close(),
  };
}

function causeOf(error: unknown): unknown {
  return error instanceof Error ? error.cause : undefined;
}

type Sdk = typeof TemporalClient;

/** The typed key of the search attribute, as `defineSearchAttributeKey` makes it. */
const PROGRAM_ATTRIBUTE = { name: 'SluiceProgram', type: 'KEYWORD' } as const;

/**
 * Queries and updates need a worker. Without one the call runs into its deadline or is cancelled by
 * it, or the server says at once that nobody has asked for work lately (FAILED_PRECONDITION).
 */
function isNoWorker(sdk: Sdk, error: unknown): boolean {
  if (error instanceof sdk.WorkflowUpdateRPCTimeoutOrCancelledError) return true;
  return sdk.isGrpcDeadlineError(error) || sdk.isGrpcCancelledError(error) || hasNoPoller(error);
}

/** `FAILED_PRECONDITION` of the gRPC status codes. */
const FAILED_PRECONDITION = 9;

/** The SDK wraps what the server said: the status is in the error or in one of its causes. */
function hasNoPoller(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return ('code' in error && error.code === FAILED_PRECONDITION) || hasNoPoller(error.cause);
}

async function startProgram(
  temporal: { readonly sdk: Sdk; readonly client: Client },
  input: Parameters<Gateway['startProgram']>[0],
  taskQueue: string,
): Promise<void> {
  const { sdk, client } = temporal;
  const { program } = input.contract;
  try {
    await client.workflow.start(PROGRAM_WORKFLOW, {
      workflowId: programWorkflowId(program),
      taskQueue,
      args: [input],
      // A program's name stands for one run of one backlog; an ended one does not silently start over.
      workflowIdReusePolicy: 'ALLOW_DUPLICATE_FAILED_ONLY',
      staticSummary: `Program ${program}: ${input.contract.total} items`,
      typedSearchAttributes: [{ key: PROGRAM_ATTRIBUTE, value: program }],
    });
  } catch (error) {
    if (error instanceof sdk.WorkflowExecutionAlreadyStartedError) {
      throw new Fault({ code: 'PROGRAM_EXISTS', facts: { program }, cause: error });
    }
    throw error;
  }
}

/** The message id is the update id too, so that a call tried again is answered, not applied, twice. */
async function update(client: Client, message: OutgoingMessage): Promise<Answer> {
  const { workflowId, type, payload } = message;
  const handle: WorkflowHandle = client.workflow.getHandle(workflowId);
  return handle.executeUpdate<Answer, [unknown]>(type, {
    args: [payload],
    updateId: payload.messageId,
  });
}

async function describe(sdk: Sdk, handle: WorkflowHandle): Promise<WorkflowStatus | null> {
  try {
    const { status, runId, historyLength } = await handle.describe();
    return { status: status.name, runId, historyLength };
  } catch (error) {
    if (error instanceof sdk.WorkflowNotFoundError) return null;
    throw error;
  }
}
