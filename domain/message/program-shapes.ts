import type { ProgramMessage, ProgramMessageType } from '../program/program-message.ts';
import { messageBase, reason } from './item-shapes.ts';
import { oneOf, optional, record, type Shape, type Shaped } from './shape.ts';

type Shapes = {
  readonly [T in ProgramMessageType]: Shape<Omit<Extract<ProgramMessage, { type: T }>, 'type'>>;
};

const SHAPES: Shapes = {
  pause: record({ ...messageBase, reason }),
  resume: record({ ...messageBase, reason: optional(reason) }),
  retry: record({ ...messageBase, target: oneOf(['baseline', 'certification']), reason }),
  certify: record({ ...messageBase, reason }),
};

/** Reads a message to a program as it came from a client, the Temporal UI or the `temporal` CLI. */
export function shapeProgramMessage(
  type: ProgramMessageType,
  raw: unknown,
): Shaped<ProgramMessage> {
  const shaped = SHAPES[type](raw, type);
  return shaped.ok ? { ok: true, value: { type, ...shaped.value } as ProgramMessage } : shaped;
}
