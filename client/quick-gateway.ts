import { Fault } from '../domain/fault.ts';
import type { ItemView } from '../domain/item/item-view.ts';
import type { BoardView } from '../domain/program/program-view.ts';
import {
  BOARD_QUERY,
  ITEM_QUERY,
  itemWorkflowId,
  programWorkflowId,
} from '../workflows/messages.ts';
import { askAgain } from './ask-again.ts';
import { type Gateway, itemMissing, programMissing } from './gateway.ts';
import { decodeAnswer, encodeQuery, QUERY_METHOD, type QueryRequest } from './query-wire.ts';
import { CallFailed, GRPC_STATUS, openUnaryChannel } from './unary-channel.ts';

export interface QuickGatewayOptions {
  /** `host:port` of gRPC without TLS, as the embedded server has it. */
  readonly address: string;
  readonly namespace: string;
  readonly taskQueue: string;
  /** Hears that an answer is late. */
  readonly onLate: (sentence: string) => void;
  /** Opens the gateway that can do all; called when something other than a question is asked. */
  openFull(): Promise<Gateway>;
}

/**
 * Asks without the SDK, which takes longer to load than the question takes to answer. Temporal's
 * HTTP API would do, but it takes a workflow id with `/`, as ours have, for two parts of the path.
 */
export function openQuickGateway(options: QuickGatewayOptions): Gateway {
  const channel = openUnaryChannel(options.address);
  let full: Promise<Gateway> | undefined;
  const opened = (): Promise<Gateway> => (full ??= options.openFull());

  const ask = async (missing: Fault, query: Omit<QueryRequest, 'namespace'>): Promise<unknown> => {
    const { namespace } = options;
    try {
      const message = encodeQuery({ namespace, ...query });
      const call = (timeoutMs: number): Promise<Uint8Array> =>
        channel.call(QUERY_METHOD, message, timeoutMs);
      return decodeAnswer(await askAgain(call, { isLate, onLate: options.onLate }));
    } catch (error) {
      throw explained(options, missing, error);
    }
  };

  return {
    board: async (program, page) => {
      const workflowId = programWorkflowId(program);
      const query = { workflowId, type: BOARD_QUERY, argument: page };
      return (await ask(programMissing(program), query)) as BoardView;
    },
    item: async (program, id) => {
      const query = { workflowId: itemWorkflowId(program, id), type: ITEM_QUERY };
      return (await ask(itemMissing(id), query)) as ItemView;
    },
    startProgram: async (input, queue) => (await opened()).startProgram(input, queue),
    send: async (message) => (await opened()).send(message),
    describe: async (workflowId) => (await opened()).describe(workflowId),
    close: async () => {
      channel.close();
      const gateway = await full?.catch(() => undefined);
      await gateway?.close();
    },
  };
}

function isLate(error: unknown): boolean {
  return error instanceof CallFailed && error.status === GRPC_STATUS.deadlineExceeded;
}

/** Says what a failed call means for the verb. */
function explained(
  { address, taskQueue }: QuickGatewayOptions,
  missing: Fault,
  error: unknown,
): unknown {
  if (!(error instanceof CallFailed)) return error;
  switch (error.status) {
    case GRPC_STATUS.notFound:
      return missing;
    case GRPC_STATUS.deadlineExceeded:
    case GRPC_STATUS.failedPrecondition:
      return new Fault({ code: 'WORKER_NOT_RUNNING', facts: { taskQueue }, cause: error });
    case GRPC_STATUS.unavailable:
      return new Fault({ code: 'TEMPORAL_UNREACHABLE', facts: { address }, cause: error });
    default:
      return error;
  }
}
