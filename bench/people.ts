import type { Client } from '@temporalio/client';
import type { Answer } from '../domain/item/item-message.ts';
import { IMPLEMENTER, REVIEWER } from './bench-policy.ts';
import { SNAPSHOT } from './no-op-activities.ts';

const ATTEMPT = 1;
const ALL_PASS = { P0: { result: 'PASS' }, P1: { result: 'PASS' }, P2: { result: 'PASS' } };

type MessageType = 'red' | 'green' | 'review';

export interface PeopleOptions {
  /** Gates of the verify stage: the review comes after the last of them. */
  readonly verifyGates: number;
  /** The tree to approve; by default the one that gates without effect answer with. */
  treeOf?(workflowId: string): string;
}

/**
 * The implementers and reviewers of a bench: each message goes out, as an update, as soon as the
 * gate before it has ended.
 */
export class People {
  private readonly options: PeopleOptions;
  private readonly verified = new Map<string, number>();
  private readonly sent: Promise<void>[] = [];
  private fail: (reason: unknown) => void = () => undefined;
  private readonly failure = new Promise<never>((_resolve, reject) => {
    this.fail = reject;
  });
  /** Set when the workers that call `onStepEnd` are up. */
  client: Client | null = null;

  constructor(options: PeopleOptions) {
    this.options = options;
    // It is thrown where somebody waits for a workflow.
    this.failure.catch(() => undefined);
  }

  readonly onStepEnd = (workflowId: string, stage: string): void => {
    if (stage === 'RED') this.send(workflowId, 'green');
    if (stage !== 'VERIFY') return;
    const count = (this.verified.get(workflowId) ?? 0) + 1;
    this.verified.set(workflowId, count);
    if (count === this.options.verifyGates) this.send(workflowId, 'review');
  };

  send(workflowId: string, type: MessageType): void {
    const message = this.sendNow(workflowId, type);
    // An item whose message failed would wait for ever, and the bench with it.
    message.catch(this.fail);
    this.sent.push(message);
  }

  /** The result of a workflow; throws instead as soon as a message to any workflow failed. */
  async orFailure<T>(result: Promise<T>): Promise<T> {
    return Promise.race([result, this.failure]);
  }

  /** Resolves when every message sent so far was accepted; throws when one was not. */
  async allAccepted(): Promise<void> {
    await Promise.all(this.sent.splice(0));
    this.verified.clear();
  }

  private async sendNow(workflowId: string, type: MessageType): Promise<void> {
    if (this.client === null) throw new Error('a message was due before there was a client');
    const handle = this.client.workflow.getHandle(workflowId);
    const body = this.bodyOf(workflowId, type);
    const answer = await handle.executeUpdate<Answer, [unknown]>(type, { args: [body] });
    if (answer.kind !== 'accepted') {
      throw new Error(`${type} of ${workflowId} was not accepted: ${JSON.stringify(answer)}`);
    }
  }

  private bodyOf(workflowId: string, type: MessageType): Readonly<Record<string, unknown>> {
    const base = { messageId: `${type}-${workflowId}`, attempt: ATTEMPT };
    if (type !== 'review') return { ...base, actor: IMPLEMENTER };
    const tree = this.options.treeOf?.(workflowId) ?? SNAPSHOT.tree;
    return { ...base, actor: REVIEWER, tree, verdict: 'APPROVED', gates: ALL_PASS };
  }
}
