import type { ProgramMessage, ProgramMessageType } from '../program/program-message.ts';
import { isCommitId } from '../snapshot.ts';
import { isItemId } from '../backlog-id.ts';
import { EXEMPT_MAX } from '../freeze.ts';
import { GATE_NAME_MAX, messageBase, MOMENT_MAX, reason, TIME_MAX_MS } from './item-shapes.ts';
import { decideShape } from './register-shapes.ts';
import {
  integer,
  matching,
  oneOf,
  optional,
  record,
  text,
  type Shape,
  type Shaped,
  list,
} from './shape.ts';

/** Longest name of a role, a milestone or a capability. */
const NAME_CHARS_MAX = 64;

const digest = matching(
  (value): value is string => /^[0-9a-f]{64}$/.test(value),
  'the SHA-256 of a stored policy, as 64 hexadecimal digits',
);
const commit = matching(isCommitId, 'a full commit id of 40 or 64 hexadecimal digits');

const item = matching((value): value is string => isItemId(value), 'the id of an item');

type WithoutType<M> = M extends ProgramMessage ? Omit<M, 'type'> : never;
type Shapes = {
  readonly [T in ProgramMessageType]: Shape<WithoutType<Extract<ProgramMessage, { type: T }>>>;
};

const SHAPES: Shapes = {
  pause: record({
    ...messageBase,
    reason,
    from: optional(text(MOMENT_MAX)),
    until: optional(text(MOMENT_MAX)),
    exempt: list(item, EXEMPT_MAX),
  }),
  resume: record({ ...messageBase, reason: optional(reason) }),
  retry: record({ ...messageBase, target: oneOf(['baseline', 'certification']), reason }),
  waive: record({
    ...messageBase,
    item,
    gate: text(GATE_NAME_MAX),
    reason,
    until: text(MOMENT_MAX),
  }),
  certify: record({ ...messageBase, reason }),
  decide: decideShape,
  signOff: record({
    ...messageBase,
    subject: text(NAME_CHARS_MAX),
    role: optional(text(NAME_CHARS_MAX)),
    commit,
    reason,
  }),
  defer: record({
    ...messageBase,
    item,
    reason,
    untilMs: optional(integer(0, TIME_MAX_MS)),
    skip: optional(oneOf(['for-good'])),
  }),
  unblock: record({ ...messageBase, item, reason: optional(reason) }),
  promote: record({
    ...messageBase,
    capability: text(NAME_CHARS_MAX),
    commit: optional(commit),
    reason,
  }),
  acceptPolicy: record({ ...messageBase, digest, reason }),
};

/** Reads a message to a program as it came from a client, the Temporal UI or the `temporal` CLI. */
export function shapeProgramMessage(
  type: ProgramMessageType,
  raw: unknown,
): Shaped<ProgramMessage> {
  const shaped = SHAPES[type](raw, type);
  return shaped.ok ? { ok: true, value: { type, ...shaped.value } as ProgramMessage } : shaped;
}
