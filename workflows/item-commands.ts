import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { ControlActivities, GateActivities } from '../activities/contract.ts';
import type { GateRunRequest } from '../domain/gate-run.ts';
import type { ItemCommand, ItemEvent } from '../domain/item/item-event.ts';
import type { ItemContract } from '../domain/item/item-contract.ts';
import { controlOptions, gateOptions, trackerOptions } from './activity-options.ts';
import { faultOf } from './fault-of.ts';
import { Notifier, untold } from './notifier.ts';
import type { ProgramLink } from './program-link.ts';
import { uncheckedWord } from './unchecked-word.ts';

/** The gate run of an item that is under way; there is never more than one, and it can be cancelled. */
class GateRun {
  private readonly queue: string;
  private readonly heartbeatTimeoutMs: number;
  private scope: CancellationScope | undefined;

  constructor(queue: string, heartbeatTimeoutMs: number) {
    this.queue = queue;
    this.heartbeatTimeoutMs = heartbeatTimeoutMs;
  }

  start<Result>(
    run: GateRunRequest,
    call: (activities: GateActivities) => Promise<Result>,
  ): Promise<Result> {
    const options = gateOptions(run, this.queue, this.heartbeatTimeoutMs);
    this.scope = new CancellationScope();
    return this.scope.run(() => call(proxyActivities<GateActivities>(options)));
  }

  cancel(): void {
    this.scope?.cancel();
  }
}

/** Does what an item's commands ask for, and answers what came of each. */
export function performer(
  contract: ItemContract,
  gateQueue: string,
  program: ProgramLink,
): (command: ItemCommand) => Promise<ItemEvent | null> {
  const { heartbeatTimeoutMs } = contract.limits;
  const control = proxyActivities<ControlActivities>(controlOptions(heartbeatTimeoutMs));
  const tracker = proxyActivities<ControlActivities>(trackerOptions(heartbeatTimeoutMs));
  const notifier = new Notifier(heartbeatTimeoutMs);
  const gate = new GateRun(gateQueue, heartbeatTimeoutMs);
  return async (command) => {
    switch (command.type) {
      case 'runGate': {
        const { request } = command;
        const result = await gate.start(request, (activities) => activities.runGate(request));
        return { type: 'gateFinished', result };
      }
      case 'proveWaiver': {
        const { request } = command;
        const proof = await gate.start(request.run, (activities) =>
          activities.proveWaiver(request),
        );
        return { type: 'waiverProven', proof };
      }
      case 'cancelGate':
        gate.cancel();
        return null;
      case 'checkpoint':
        return { type: 'checkpointFinished', result: await control.checkpoint(command.request) };
      case 'checkWord': {
        const { messageId } = command.request;
        const result = await control.checkWord(command.request);
        return { type: 'wordChecked', messageId, result };
      }
      case 'record':
        await control.record(command.records);
        return { type: 'recorded' };
      case 'updateTracker':
        return { type: 'trackerUpdated', result: await tracker.updateTracker(command.request) };
      case 'notify':
        return notifier.tell(command.request);
      case 'abandonNotices':
        notifier.abandon();
        return null;
      case 'tellProgram': {
        const { standing } = command;
        await program.tell({ id: contract.item.id, kind: 'standing', standing });
        return null;
      }
    }
  };
}

/** What an item goes on with when a command of its failed for good. */
export function eventOfFailure(command: ItemCommand, error: unknown): ItemEvent {
  if (command.type === 'updateTracker') {
    // The document is a projection: a trouble with it is shown and holds nothing up.
    const { code, message } = faultOf(error);
    return { type: 'trackerUpdated', result: { problem: `${code}: ${message}` } };
  }
  if (command.type === 'checkWord') return uncheckedWord(command, error);
  if (command.type === 'notify') return untold(command.request, error);
  const attempt = command.type === 'runGate' ? command.request.key.attempt : 0;
  return { type: 'faulted', activity: command.type, attempt, ...faultOf(error) };
}
