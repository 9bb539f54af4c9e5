import { CancellationScope, proxyActivities } from '@temporalio/workflow';
import type { ControlActivities } from '../activities/contract.ts';
import type { ItemEvent } from '../domain/item/item-event.ts';
import type { NoticeRequest } from '../domain/notice.ts';
import { notifyOptions } from './activity-options.ts';
import { faultOf } from './fault-of.ts';

/** Has people told of notices. That it could not be done is shown, and holds nothing up. */
export class Notifier {
  private readonly heartbeatTimeoutMs: number;
  private readonly scope = new CancellationScope();

  constructor(heartbeatTimeoutMs: number) {
    this.heartbeatTimeoutMs = heartbeatTimeoutMs;
  }

  async tell(request: NoticeRequest): Promise<ItemEvent> {
    const options = notifyOptions(request, this.heartbeatTimeoutMs);
    await this.scope.run(() => proxyActivities<ControlActivities>(options).notify(request));
    return { type: 'notified', id: request.notice.id, problem: null };
  }

  /** Stops what still runs, because nobody needs to be told any more. */
  abandon(): void {
    this.scope.cancel();
  }
}

export function untold({ notice }: NoticeRequest, error: unknown): ItemEvent {
  const { code, message } = faultOf(error);
  return { type: 'notified', id: notice.id, problem: `${code}: ${message}` };
}
