import type { ProgramMessage, ProgramMessageType } from '../program/program-message.ts';
import { messageBase, reason } from './item-shapes.ts';
import { isItemId } from '../backlog-id.ts';
import { matching, oneOf, optional, record, text, type Shape, type Shaped } from './shape.ts';

/** Longest name of a field of a tracker document. */
const FIELD_CHARS_MAX = 500;

type Shapes = {
  readonly [T in ProgramMessageType]: Shape<Omit<Extract<ProgramMessage, { type: T }>, 'type'>>;
};

const SHAPES: Shapes = {
  pause: record({ ...messageBase, reason }),
  resume: record({ ...messageBase, reason: optional(reason) }),
  retry: record({ ...messageBase, target: oneOf(['baseline', 'certification']), reason }),
  certify: record({ ...messageBase, reason }),
  decide: record({
    ...messageBase,
    item: matching((value): value is string => isItemId(value), 'the id of an item'),
    field: optional(text(FIELD_CHARS_MAX)),
    reason,
  }),
};

/** Reads a message to a program as it came from a client, the Temporal UI or the `temporal` CLI. */
export function shapeProgramMessage(
  type: ProgramMessageType,
  raw: unknown,
): Shaped<ProgramMessage> {
  const shaped = SHAPES[type](raw, type);
  return shaped.ok ? { ok: true, value: { type, ...shaped.value } as ProgramMessage } : shaped;
}
