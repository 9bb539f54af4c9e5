import {
  CancellationScope,
  continueAsNew,
  defineQuery,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  proxyActivities,
  setCurrentDetails,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { ControlActivities, GateActivities } from '../activities/contract.ts';
import type { CertificationResult } from '../domain/certification.ts';
import type { ItemFreeze } from '../domain/freeze.ts';
import { shapeProgramMessage } from '../domain/message/program-shapes.ts';
import { senderOf } from '../domain/message/item-shapes.ts';
import { contractInForce } from '../domain/program/accepted-policy.ts';
import { nextProgramDeadlineMs } from '../domain/program/deadline.ts';
import { programDetails } from '../domain/program/program-details.ts';
import type { ProgramCommand, ProgramEvent } from '../domain/program/program-event.ts';
import { PROGRAM_MESSAGE_TYPES, type ProgramMessage } from '../domain/program/program-message.ts';
import type { Facts } from '../domain/judgement.ts';
import {
  openProgramState,
  type ProgramContract,
  type ProgramState,
} from '../domain/program/program-state.ts';
import { stepProgram } from '../domain/program/program-step.ts';
import {
  BOARD_PAGE_ITEMS_MAX,
  type BoardPageRequest,
  type BoardView,
  viewOfProgram,
} from '../domain/program/program-view.ts';
import { certifyOptions, controlOptions, gateOptions, trackerOptions } from './activity-options.ts';
import { ChildItems } from './child-items.ts';
import { faultOf } from './fault-of.ts';
import { uncheckedWord } from './unchecked-word.ts';
import type { ProgramInput } from './inputs.ts';
import { HISTORY_EVENTS_MAX, Machine } from './machine.ts';
import {
  ADMITTED_SIGNAL,
  BOARD_QUERY,
  FREEZE_SIGNAL,
  ITEM_CHANGED_SIGNAL,
  type ItemChange,
  itemWorkflowId,
  PROGRAM_MESSAGES,
} from './messages.ts';
import { type MessageHandler, onMessages } from './on-message.ts';
import { isItemChange } from './signal-guards.ts';

type ProgramMachine = Machine<ProgramState, ProgramEvent, ProgramCommand>;

/** A backlog from its baseline to its certification. */
export async function programWorkflow(input: ProgramInput): Promise<CertificationResult> {
  const { workflowId, runId } = workflowInfo();
  const contract: ProgramContract = { ...input.contract, workflowId, runId };
  const inForce = (): ProgramContract => contractInForce(contract, machine.state);
  const children = new ChildItems(inForce, input, (change) => machine.feed(eventOf(change)));
  const machine: ProgramMachine = createMachine(contract, input, { children, inForce });
  // A message may be there before the first workflow task: it must meet a program that has started.
  if (input.carried === undefined) machine.feed({ type: 'started' });
  registerMessages(contract, machine);
  for (;;) {
    const end = await orCancelItems(children, machine);
    const ids = startedItems(machine);
    if (end === 'closed') {
      await children.cancel(ids);
      return resultOf(machine.state);
    }
    // Only a run that all open items will report to may end, and only with nothing left to do.
    if ((await children.handOver(ids)) && machine.isIdle()) {
      return await continueAsNew<typeof programWorkflow>({
        ...input,
        carried: { state: machine.state, waiting: machine.waiting },
      });
    }
  }
}

/** Whoever cancels a program means its items too, which would otherwise outlive it. */
async function orCancelItems(
  children: ChildItems,
  machine: ProgramMachine,
): Promise<'closed' | 'long'> {
  try {
    return await machine.run();
  } catch (error) {
    const ids = startedItems(machine);
    if (isCancellation(error)) await CancellationScope.nonCancellable(() => children.cancel(ids));
    throw error;
  }
}

/** Items whose workflows there are: a start that waits for the next run has not made one yet. */
function startedItems({ state, waiting }: ProgramMachine): readonly string[] {
  const toStart = new Set(
    waiting.flatMap((each) => (each.type === 'startItem' ? [each.planned.item.id] : [])),
  );
  return state.open
    .filter(({ status }) => status.kind !== 'waiting')
    .map(({ planned }) => planned.item.id)
    .filter((id) => !toStart.has(id));
}

function resultOf(state: ProgramState): CertificationResult {
  if (state.phase.kind !== 'closed') throw new Error('A program ended before it was closed.');
  return state.phase.result;
}

function eventOf(change: ItemChange): ProgramEvent {
  switch (change.kind) {
    case 'standing':
      return { type: 'itemStanding', id: change.id, standing: change.standing };
    case 'done':
      return {
        type: 'itemDone',
        id: change.id,
        commit: change.commit,
        ...(change.waivers === undefined ? {} : { waivers: change.waivers }),
      };
    case 'skipped':
      return { type: 'itemSkipped', id: change.id, reason: change.reason };
    case 'lost':
      return { type: 'itemLost', id: change.id, reason: change.reason };
  }
}

function createMachine(
  contract: ProgramContract,
  input: ProgramInput,
  parts: { readonly children: ChildItems; readonly inForce: () => ProgramContract },
): ProgramMachine {
  return new Machine<ProgramState, ProgramEvent, ProgramCommand>(
    {
      initial: input.carried?.state ?? openProgramState(Date.now()),
      waiting: input.carried?.waiting,
      mayWait: (command) => command.type === 'startItem',
      step: (state, event) => stepProgram(contract, state, { event, atMs: Date.now() }),
      perform: performer(input, parts),
      onFailure: (command, error) => {
        // The document is a projection: a trouble with it holds nothing up.
        if (command.type === 'updateTracker') return null;
        if (command.type === 'checkWord') return uncheckedWord(command, error);
        const beside = faultBeside(command, error);
        if (beside !== null) return beside;
        return command.type === 'startItem'
          ? { type: 'itemLost', id: command.planned.item.id, reason: faultOf(error).message }
          : { type: 'faulted', activity: command.type, ...faultOf(error) };
      },
      publish: (state) =>
        setCurrentDetails(programDetails(contractInForce(contract, state), state)),
      isClosed: (state) => state.phase.kind === 'closed',
      wakeAtMs: (state) => nextProgramDeadlineMs(contractInForce(contract, state), state),
      wakeFor: () => 'deadline',
      clock: { type: 'clock' },
    },
    input.historyEventsMax ?? HISTORY_EVENTS_MAX,
  );
}

/** What went wrong beside the course of items: it ends that one thing, and pauses nothing. */
function faultBeside(command: ProgramCommand, error: unknown): ProgramEvent | null {
  if (command.type === 'lookUp') {
    const { messageId } = command;
    const { code, message } = faultOf(error);
    return { type: 'lookedUp', messageId, result: null, reason: `${code}: ${message}` };
  }
  const isPromotion = command.type === 'runGate' && command.request.stage === 'PROMOTION';
  return isPromotion ? { type: 'promotionFaulted', ...faultOf(error) } : null;
}

function performer(
  input: ProgramInput,
  parts: { readonly children: ChildItems; readonly inForce: () => ProgramContract },
): (command: ProgramCommand) => Promise<ProgramEvent | null> {
  const { children, inForce } = parts;
  return async (command) => {
    const { program, policy } = inForce();
    const { heartbeatTimeoutMs } = policy.limits;
    const control = proxyActivities<ControlActivities>(controlOptions(heartbeatTimeoutMs));
    const tracker = proxyActivities<ControlActivities>(trackerOptions(heartbeatTimeoutMs));
    const certifier = proxyActivities<ControlActivities>(certifyOptions(heartbeatTimeoutMs));
    switch (command.type) {
      case 'runGate': {
        const options = gateOptions(command.request, input.queues.gates, heartbeatTimeoutMs);
        const result = await proxyActivities<GateActivities>(options).runGate(command.request);
        return { type: 'gateFinished', result };
      }
      case 'loadPage':
        return { type: 'pageLoaded', page: await control.loadPlanPage(command.request) };
      case 'startItem':
        await children.start(command);
        return null;
      case 'tellFreeze':
        await tellFreeze(program, command.ids, command.freeze);
        return null;
      case 'admitItem': {
        const item = getExternalWorkflowHandle(itemWorkflowId(program, command.id));
        await item.signal(defineSignal<[{ lane: number }]>(ADMITTED_SIGNAL), {
          lane: command.lane,
        });
        return null;
      }
      case 'certify':
        return { type: 'certified', result: await certifier.certify(command.request) };
      case 'checkWord': {
        const { messageId, policyDigest } = command.request;
        const result = await control.checkWord(command.request);
        return { type: 'wordChecked', messageId, result, policyDigest };
      }
      case 'record':
        await control.record(command.records);
        return { type: 'recorded' };
      case 'lookUp': {
        const { messageId, request } = command;
        const result = await control.lookUp(request);
        return { type: 'lookedUp', messageId, result, reason: '' };
      }
      case 'updateTracker':
        await tracker.updateTracker(command.request);
        return null;
    }
  };
}

/** An item that has ended meanwhile needs no telling. */
async function tellFreeze(
  program: string,
  ids: readonly string[],
  freeze: ItemFreeze | null,
): Promise<void> {
  const signal = defineSignal<[{ freeze: ItemFreeze | null }]>(FREEZE_SIGNAL);
  await Promise.all(
    ids.map((id) =>
      getExternalWorkflowHandle(itemWorkflowId(program, id))
        .signal(signal, { freeze })
        .catch(() => undefined),
    ),
  );
}

function registerMessages(contract: ProgramContract, machine: ProgramMachine): void {
  const malformed = (name: string, raw: unknown, facts: Facts): void => {
    const fallbackId = `malformed-${workflowInfo().historyLength}`;
    machine.feed({ type: 'malformed', message: name, ...senderOf(raw, fallbackId), facts });
  };
  const messages = PROGRAM_MESSAGE_TYPES.map((type): MessageHandler<ProgramMessage> => ({
    name: type,
    description: PROGRAM_MESSAGES[type],
    shape: (raw) => shapeProgramMessage(type, raw),
    apply: (message) =>
      machine.feed({ type: 'message', message }) ?? { kind: 'accepted', facts: {} },
    malformed: (raw, facts) => malformed(type, raw, facts),
  }));
  const itemChanged = (raw: unknown): void => {
    if (isItemChange(raw)) machine.feed(eventOf(raw));
    else
      malformed(ITEM_CHANGED_SIGNAL, raw, {
        where: ITEM_CHANGED_SIGNAL,
        expected: 'what an item sends',
        found: typeof raw,
      });
  };
  onMessages(messages, [{ name: ITEM_CHANGED_SIGNAL, handle: itemChanged }]);
  setHandler(
    defineQuery<BoardView, [BoardPageRequest?]>(BOARD_QUERY),
    (page = { offset: 0, limit: BOARD_PAGE_ITEMS_MAX }) =>
      viewOfProgram(contractInForce(contract, machine.state), machine.state, page),
  );
}
