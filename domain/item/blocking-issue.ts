import { SLUICE } from '../actor.ts';
import type { EvidenceRecord } from '../evidence-record.ts';
import { type Facts, type Judgement, passed, rejected } from '../judgement.ts';
import type { BlockMessage, DeferMessage } from './item-message.ts';
import type { ItemContract } from './item-contract.ts';
import type { Hold, ItemState } from './item-state.ts';

/** One time that an item stood still, from who raised it to how it was resolved. */
export interface BlockingIssue {
  /** `B1`, `B2` and so on, within the item. */
  readonly id: string;
  readonly kind: Hold['kind'];
  readonly reason: string;
  readonly raisedBy: string;
  readonly raisedAtMs: number;
  readonly unblocker: string | null;
  readonly untilMs: number | null;
  /** Null while it is open. */
  readonly resolution: {
    readonly by: string;
    readonly atMs: number;
    readonly how: string;
  } | null;
}

/** Issues that an item remembers; all are in the evidence. */
const ISSUES_MAX = 50;

/** The log with a new issue; one that was open is resolved by what took its place. */
export function raise(state: ItemState, hold: Hold): readonly BlockingIssue[] {
  const by = hold.by;
  const how = `${hold.kind} instead: ${hold.reason}`;
  const settled = resolve(state.issues ?? [], { by, atMs: hold.sinceMs, how });
  const issue: BlockingIssue = {
    id: nextIssueId(state),
    kind: hold.kind,
    reason: hold.reason,
    raisedBy: by,
    raisedAtMs: hold.sinceMs,
    unblocker: hold.unblocker,
    untilMs: hold.untilMs,
    resolution: null,
  };
  return [...settled, issue].slice(-ISSUES_MAX);
}

/** `B1` for the first issue of an item, and so on. */
function nextIssueId({ issues = [] }: Pick<ItemState, 'issues'>): string {
  const last = Number(issues.at(-1)?.id.slice(1) ?? '0');
  return `B${last + 1}`;
}

/** A stop needs its reason, and an end that is still to come where it has one. */
export function judgeStop(
  { reason, untilMs = null }: Pick<BlockMessage | DeferMessage, 'reason' | 'untilMs'>,
  atMs: number,
): Judgement {
  if (reason.trim() === '') return rejected('REASON_MISSING', {});
  const isOver = untilMs !== null && untilMs <= atMs;
  return isOver ? rejected('EXPIRY_PASSED', { until: momentText(untilMs) }) : passed();
}

/** What the evidence keeps of a stop: its number, who can end it, and when it ends by itself. */
export function factsOfStop(
  state: Pick<ItemState, 'issues'>,
  message: BlockMessage | DeferMessage,
): Facts {
  const { untilMs = null } = message;
  const unblocker = message.type === 'block' ? message.unblocker : null;
  return {
    issue: nextIssueId(state),
    ...(unblocker === null ? {} : { unblocker }),
    ...(untilMs === null ? {} : { until: momentText(untilMs) }),
  };
}

function momentText(ms: number): string {
  return new Date(ms).toISOString();
}

/** Who can let a held item go on, and when it goes on by itself, for people. */
export function endText({
  unblocker,
  untilMs,
}: Pick<BlockingIssue, 'unblocker' | 'untilMs'>): string {
  const who = unblocker === null ? 'release leads' : `${unblocker} and release leads`;
  const until = untilMs === null ? '' : `; until ${momentText(untilMs)}`;
  return `${who} can unblock it${until}`;
}

/** The log with its open issue resolved, if there is one. */
export function resolve(
  issues: readonly BlockingIssue[],
  resolution: NonNullable<BlockingIssue['resolution']>,
): readonly BlockingIssue[] {
  return issues.map((each) => (each.resolution === null ? { ...each, resolution } : each));
}

/** What nobody sent, such as a block after too many attempts, or a date that has come. */
export function recordOfOwnHold(
  contract: ItemContract,
  decided: {
    readonly decision: 'block' | 'unblock';
    readonly issue: string;
    readonly reason: string;
    readonly atMs: number;
  },
): EvidenceRecord {
  const { program, workflowId, runId, policyDigest, item } = contract;
  const { decision, issue, reason, atMs } = decided;
  const messageId = `${issue}-${decision}`;
  const key = `${workflowId}/${runId}/issue/${messageId}`;
  return {
    scope: { program, item: item.id, workflowId, runId, key, atMs, policyDigest },
    body: { type: 'decision', decision, messageId, actor: SLUICE, reason, facts: { issue } },
  };
}

/** One issue for people. */
export function issueText(issue: BlockingIssue): string {
  const { id, kind, reason, raisedBy, raisedAtMs, resolution } = issue;
  const head = `${id} ${kind} by ${raisedBy} at ${momentText(raisedAtMs)}: ${reason}`;
  if (resolution === null) return `${head} (open; ${endText(issue)})`;
  const { by, atMs, how } = resolution;
  return `${head} (resolved by ${by} at ${momentText(atMs)}: ${how})`;
}
