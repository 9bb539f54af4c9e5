import type { Client } from '@temporalio/client';
import type { History, Payload } from '@temporalio/common/lib/proto-utils.js';

/** One run of a workflow as the server keeps it. */
export interface RunHistory {
  readonly workflowId: string;
  readonly history: History;
}

type Event = NonNullable<History['events']>[number];

export function eventsOf({ history }: RunHistory): readonly Event[] {
  return history.events ?? [];
}

/** The histories of all runs of a workflow, oldest first: continue-as-new starts another. */
export async function historiesOf(client: Client, workflowId: string): Promise<RunHistory[]> {
  const found: RunHistory[] = [];
  let runId: string | undefined;
  for (;;) {
    const history = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    found.unshift({ workflowId, history });
    const started = history.events?.[0]?.workflowExecutionStartedEventAttributes;
    const earlier = started?.continuedExecutionRunId;
    if (!earlier) return found;
    runId = earlier;
  }
}

/** The first of some payloads, as the JSON that it holds. */
export function firstPayload(
  payloads: { payloads?: Payload[] | null } | null | undefined,
): unknown {
  const data = payloads?.payloads?.[0]?.data;
  return data === null || data === undefined ? undefined : JSON.parse(Buffer.from(data).toString());
}

/** A message as it came in, and what its sender was told; a signal gets no answer. */
export interface ReceivedMessage {
  readonly messageId: string;
  readonly answer: 'accepted' | 'refused' | 'duplicate' | null;
}

/** All messages of people in a history, by signal and by update. */
export function messagesOf(run: RunHistory): readonly ReceivedMessage[] {
  const answers = new Map<string, ReceivedMessage['answer']>();
  for (const event of eventsOf(run)) {
    const completed = event.workflowExecutionUpdateCompletedEventAttributes;
    const id = completed?.meta?.updateId;
    const answer = firstPayload(completed?.outcome?.success) as
      | { readonly kind: ReceivedMessage['answer'] }
      | undefined;
    if (id && answer !== undefined) answers.set(id, answer.kind);
  }
  return eventsOf(run).flatMap((event) => {
    const signal = event.workflowExecutionSignaledEventAttributes;
    const update = event.workflowExecutionUpdateAcceptedEventAttributes?.acceptedRequest;
    const payload = firstPayload(signal?.input) ?? firstPayload(update?.input?.args);
    const { messageId } = (payload ?? {}) as { readonly messageId?: string };
    if (messageId === undefined) return [];
    return [{ messageId, answer: answers.get(update?.meta?.updateId ?? '') ?? null }];
  });
}

/** What one activity of a type was asked and what it answered, for those that completed. */
export interface CompletedActivity<Request, Result> {
  readonly request: Request;
  readonly result: Result;
}

export function completedActivities<Request, Result>(
  run: RunHistory,
  type: string,
): readonly CompletedActivity<Request, Result>[] {
  const scheduled = new Map<string, unknown>();
  return eventsOf(run).flatMap((event) => {
    const asked = event.activityTaskScheduledEventAttributes;
    if (asked?.activityType?.name === type) {
      scheduled.set(String(event.eventId), firstPayload(asked.input));
    }
    const completed = event.activityTaskCompletedEventAttributes;
    const request = scheduled.get(String(completed?.scheduledEventId));
    if (completed === null || completed === undefined || request === undefined) return [];
    const result = firstPayload(completed.result);
    return [{ request: request as Request, result: result as Result }];
  });
}
