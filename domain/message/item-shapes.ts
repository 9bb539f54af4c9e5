import { isActor } from '../actor.ts';
import type { Finding, FixedFinding, ReviewMark } from '../evidence-record.ts';
import type { ItemMessage, ItemMessageType } from '../item/item-message.ts';
import { FINDING_STATES } from '../review/findings.ts';
import type { WordSignature } from '../word/signed-word.ts';
import { WAIVER_TESTS_MAX } from '../waiver.ts';
import {
  dictionary,
  type Fields,
  integer,
  isFields,
  list,
  matching,
  oneOf,
  optional,
  record,
  type Shape,
  type Shaped,
  text,
} from './shape.ts';

/** Longest reason, note or finding, in characters. */
export const MESSAGE_TEXT_MAX = 4_000;
export const MESSAGE_ID_MAX = 128;
export const FINDINGS_MAX = 100;
export const REVIEW_GATES_MAX = 50;
const ATTEMPT_MAX = 1_000_000;
const PATH_MAX = 1_000;
const WHERE_MAX = 500;
export const GATE_NAME_MAX = 200;
/** Longest date with time and zone. */
export const MOMENT_MAX = 64;
/** The last millisecond that a date can hold. */
export const TIME_MAX_MS = 8_640_000_000_000_000;

const TREE = /^[0-9a-f]{40}([0-9a-f]{24})?$/;
const isTree = (value: string): value is string => TREE.test(value);
const FINDING_ID = /^F[1-9][0-9]{0,3}$/;
const isFindingId = (value: string): value is string => FINDING_ID.test(value);

/** Longest signed text: it holds the whole message again. */
export const PAYLOAD_CHARS_MAX = 1_000_000;
/** An armoured signature; the largest are those of RSA keys with a certificate. */
export const SSHSIG_CHARS_MAX = 32_000;

export const messageBase = {
  messageId: text(MESSAGE_ID_MAX),
  actor: matching(isActor, 'an actor such as human:ana or agent:codex'),
  signature: optional(
    record<WordSignature>({ payload: text(PAYLOAD_CHARS_MAX), sshsig: text(SSHSIG_CHARS_MAX) }),
  ),
};
const attempt = integer(1, ATTEMPT_MAX);
const note = optional(text(MESSAGE_TEXT_MAX));
const checkout = optional(text(PATH_MAX));
export const reason = text(MESSAGE_TEXT_MAX);

const mark: Shape<ReviewMark> = record<ReviewMark>({
  result: oneOf(['PASS', 'FAIL', 'NA']),
  reason: note,
});
const finding: Shape<Finding> = record<Omit<Finding, 'id'>>({
  severity: text(20),
  text: text(MESSAGE_TEXT_MAX),
  where: optional(text(WHERE_MAX)),
});

const findingId = matching(isFindingId, 'the number of a finding, such as F1');
const fixedFinding: Shape<FixedFinding> = record<FixedFinding>({ finding: findingId, note });
const actorName = matching(isActor, 'an actor such as human:ana');

type Shapes = {
  readonly [T in ItemMessageType]: Shape<Omit<Extract<ItemMessage, { type: T }>, 'type'>>;
};

const SHAPES: Shapes = {
  red: record({ ...messageBase, attempt, checkout, note }),
  green: record({
    ...messageBase,
    attempt,
    checkout,
    note,
    testsChanged: note,
    fixed: optional(list(fixedFinding, FINDINGS_MAX)),
  }),
  review: record({
    ...messageBase,
    attempt,
    tree: matching(isTree, 'a Git tree id of 40 or 64 hexadecimal digits'),
    verdict: oneOf(['APPROVED', 'CHANGES_REQUESTED']),
    gates: dictionary(mark, REVIEW_GATES_MAX),
    findings: list(finding, FINDINGS_MAX),
    note,
  }),
  withdraw: record({ ...messageBase, attempt, reason }),
  reassign: record({ ...messageBase, attempt, to: actorName, reason: note }),
  ask: record({ ...messageBase, text: reason }),
  comment: record({ ...messageBase, text: reason }),
  settle: record({
    ...messageBase,
    attempt,
    finding: findingId,
    state: oneOf(FINDING_STATES),
    reason: note,
  }),
  block: record({
    ...messageBase,
    reason,
    unblocker: optional(actorName),
    untilMs: optional(integer(0, TIME_MAX_MS)),
  }),
  unblock: record({ ...messageBase, reason: note }),
  defer: record({
    ...messageBase,
    reason,
    untilMs: optional(integer(0, TIME_MAX_MS)),
    skip: optional(oneOf(['for-good'])),
  }),
  waive: record({
    ...messageBase,
    attempt,
    tree: matching(isTree, 'a Git tree id of 40 or 64 hexadecimal digits'),
    gate: text(GATE_NAME_MAX),
    tests: list(text(WHERE_MAX), WAIVER_TESTS_MAX),
    reason,
    until: text(MOMENT_MAX),
  }),
  retry: record({
    ...messageBase,
    from: oneOf(['RED', 'GREEN', 'TARGETED', 'VERIFY', 'REVIEW']),
    reason,
  }),
};

/** Reads a message as it came from a client, the Temporal UI or the `temporal` CLI. */
export function shapeItemMessage(type: ItemMessageType, raw: unknown): Shaped<ItemMessage> {
  const shaped = SHAPES[type](raw, type);
  return shaped.ok ? { ok: true, value: { type, ...shaped.value } as ItemMessage } : shaped;
}

/** The id and the actor of a message whose shape is wrong, as far as they can be read. */
export function senderOf(raw: unknown, fallbackId: string): { messageId: string; actor: string } {
  const fields: Fields = isFields(raw) ? raw : {};
  const id = messageBase.messageId(fields['messageId'], '');
  const actor = messageBase.actor(fields['actor'], '');
  return { messageId: id.ok ? id.value : fallbackId, actor: actor.ok ? actor.value : 'unknown' };
}
