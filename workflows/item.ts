import {
  continueAsNew,
  defineQuery,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import { deadlinesOf, nextDeadlineMs } from '../domain/item/deadline.ts';
import { itemDetails } from '../domain/item/item-details.ts';
import type { ItemCommand, ItemEvent } from '../domain/item/item-event.ts';
import { ITEM_MESSAGE_TYPES, type ItemMessage } from '../domain/item/item-message.ts';
import type { ItemContract } from '../domain/item/item-contract.ts';
import { type ItemState, openItemState } from '../domain/item/item-state.ts';
import { stepItem } from '../domain/item/item-step.ts';
import { workersOf } from '../domain/item/reviewer.ts';
import { waiversInForce } from '../domain/item/waiver-state.ts';
import { type ItemView, viewOfItem } from '../domain/item/item-view.ts';
import type { Facts } from '../domain/judgement.ts';
import { senderOf, shapeItemMessage } from '../domain/message/item-shapes.ts';
import { faultOf } from './fault-of.ts';
import { endOf } from './item-end.ts';
import type { ItemInput } from './inputs.ts';
import { publishItemAttributes } from './item-attributes.ts';
import { eventOfFailure, performer } from './item-commands.ts';
import { HISTORY_EVENTS_MAX, Machine } from './machine.ts';
import {
  ADMITTED_SIGNAL,
  FREEZE_SIGNAL,
  ITEM_MESSAGES,
  ITEM_QUERY,
  type ItemResult,
  REPORT_COMPLETION_SIGNAL,
} from './messages.ts';
import { type MessageHandler, onMessages } from './on-message.ts';
import { isAdmission, isFreeze } from './signal-guards.ts';
import { ProgramLink } from './program-link.ts';

type ItemMachine = Machine<ItemState, ItemEvent, ItemCommand>;

/** One backlog item, from its first submission to its checkpoint. */
export async function itemWorkflow(input: ItemInput): Promise<ItemResult> {
  const { workflowId, runId } = workflowInfo();
  const contract: ItemContract = { ...input.contract, workflowId, runId };
  const program = new ProgramLink(contract.program, input.carried?.reportsCompletion ?? false);
  const machine = createMachine(contract, input, program);
  // A message may be there before the first workflow task: it must meet an item that has started.
  if (input.carried === undefined) machine.feed({ type: 'started' });
  registerMessages(contract, machine, program);
  try {
    const end = await machine.run();
    if (end === 'long') return await continueItem(input, machine.state, program);
  } catch (error) {
    await program.reportEnd(
      { id: contract.item.id, kind: 'lost', reason: faultOf(error).message },
      error,
    );
    throw error;
  }
  const result = resultOf(contract, machine.state);
  await program.reportEnd(endOf(result));
  return result;
}

function openedItem({ lane, freeze }: ItemInput): ItemState {
  const opened = openItemState(Date.now(), lane);
  return freeze === undefined ? opened : { ...opened, freeze };
}

function resultOf(contract: ItemContract, state: ItemState): ItemResult {
  const { id } = contract.item;
  const { commit, skipped } = state;
  const waivers = waiversInForce(state).map((waiver) => ({
    item: id,
    waiver,
    implementers: workersOf(contract, state),
  }));
  return {
    id,
    commit: commit ?? '',
    ...(waivers.length === 0 ? {} : { waivers }),
    ...(skipped === undefined ? {} : { skipped: skipped.reason }),
  };
}

function createMachine(
  contract: ItemContract,
  input: ItemInput,
  program: ProgramLink,
): ItemMachine {
  return new Machine<ItemState, ItemEvent, ItemCommand>(
    {
      initial: input.carried?.state ?? openedItem(input),
      step: (state, event) => stepItem(contract, state, { event, atMs: Date.now() }),
      perform: performer(contract, input.queues.gates, program),
      onFailure: eventOfFailure,
      publish: (state) => {
        setCurrentDetails(itemDetails(contract, state));
        publishItemAttributes(state);
      },
      isClosed: (state) => state.turn.kind === 'closed',
      wakeAtMs: (state) => nextDeadlineMs(contract, state),
      wakeFor: (state) => deadlinesOf(contract, state)[0]?.kind ?? 'deadline',
      clock: { type: 'clock' },
    },
    input.historyEventsMax ?? HISTORY_EVENTS_MAX,
  );
}

function registerMessages(
  contract: ItemContract,
  machine: ItemMachine,
  program: ProgramLink,
): void {
  const malformed = (name: string, raw: unknown, facts: Facts): void => {
    const fallbackId = `malformed-${workflowInfo().historyLength}`;
    machine.feed({ type: 'malformed', message: name, ...senderOf(raw, fallbackId), facts });
  };
  const messages = ITEM_MESSAGE_TYPES.map((type): MessageHandler<ItemMessage> => ({
    name: type,
    description: ITEM_MESSAGES[type],
    shape: (raw) => shapeItemMessage(type, raw),
    apply: (message) =>
      machine.feed({ type: 'message', message }) ?? { kind: 'accepted', facts: {} },
    malformed: (raw, facts) => malformed(type, raw, facts),
  }));
  const admitted = (raw: unknown): void => {
    if (isAdmission(raw)) machine.feed({ type: 'admitted', lane: raw.lane });
    else
      malformed(ADMITTED_SIGNAL, raw, {
        where: ADMITTED_SIGNAL,
        expected: 'a lane',
        found: typeof raw,
      });
  };
  const frozen = (raw: unknown): void => {
    if (isFreeze(raw)) machine.feed({ type: 'frozen', freeze: raw.freeze });
    else
      malformed(FREEZE_SIGNAL, raw, {
        where: FREEZE_SIGNAL,
        expected: 'what a program sends',
        found: typeof raw,
      });
  };
  const reportCompletion = (): void => {
    program.reportsCompletion = true;
  };
  onMessages(messages, [
    { name: ADMITTED_SIGNAL, handle: admitted },
    { name: FREEZE_SIGNAL, handle: frozen },
    { name: REPORT_COMPLETION_SIGNAL, handle: reportCompletion },
  ]);
  setHandler(defineQuery<ItemView>(ITEM_QUERY), () => viewOfItem(contract, machine.state));
}

function continueItem(
  input: ItemInput,
  state: ItemState,
  program: ProgramLink,
): Promise<ItemResult> {
  const carried = { state, reportsCompletion: program.reportsCompletion };
  return continueAsNew<typeof itemWorkflow>({ ...input, carried });
}
