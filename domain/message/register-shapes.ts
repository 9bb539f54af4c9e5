import { type Actor, isActor } from '../actor.ts';
import { isItemId } from '../backlog-id.ts';
import type { DecideMessage, RegisterMessage } from '../program/program-message.ts';
import {
  DRIFT_CLASSES,
  ENTRY_ID_PATTERN,
  REGISTERS,
  type RegisterName,
} from '../register/entry.ts';
import { messageBase, reason } from './item-shapes.ts';
import {
  isFields,
  list,
  matching,
  oneOf,
  optional,
  record,
  type Shape,
  text,
  wrong,
} from './shape.ts';

/** Longest name of a field of a tracker document. */
const FIELD_CHARS_MAX = 500;
/** What an entry is called, in characters. */
const ENTRY_TITLE_MAX = 1_000;
const SEVERITY_CHARS_MAX = 20;
const SOURCE_CHARS_MAX = 500;
const NAME_CHARS_MAX = 64;
/** Items that one entry is about. */
const ENTRY_ITEMS_MAX = 100;

const item = matching((value): value is string => isItemId(value), 'the id of an item');
const entryId = matching(
  (value): value is string => ENTRY_ID_PATTERN.test(value),
  'an id of letters, digits, ".", "_" and "-", at most 32 characters, such as D-001',
);
const owner: Shape<Actor> = matching(isActor, 'an actor such as human:ana');
const day = matching(isDay, 'a day such as 2026-11-21');

function isDay(value: string): value is string {
  if (!/^\d{4}-\d\d-\d\d$/.test(value)) return false;
  const atMs = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(value);
}

const kindOf = oneOf(REGISTERS);
const base = {
  ...messageBase,
  id: optional(entryId),
  title: text(ENTRY_TITLE_MAX),
  items: list(item, ENTRY_ITEMS_MAX),
};
const severity = text(SEVERITY_CHARS_MAX);
const supersedes = optional(entryId);

/** The fields of an entry on the wire, besides those that all have. */
const ENTERED = {
  decision: record({
    ...base,
    kind: oneOf(['decision']),
    rationale: reason,
    date: optional(day),
    supersedes,
  }),
  debt: record({
    ...base,
    kind: oneOf(['debt']),
    severity,
    owner,
    target: optional(text(NAME_CHARS_MAX)),
    source: text(SOURCE_CHARS_MAX),
  }),
  risk: record({ ...base, kind: oneOf(['risk']), severity }),
  rollback: record({ ...base, kind: oneOf(['rollback']), items: oneItem, supersedes }),
  drift: record({
    ...base,
    kind: oneOf(['drift']),
    classification: oneOf(DRIFT_CLASSES),
    rationale: reason,
    supersedes,
  }),
} as const satisfies Record<RegisterName, Shape<object>>;

function oneItem(value: unknown, where: string): ReturnType<typeof base.items> {
  const shaped = base.items(value, where);
  return shaped.ok && shaped.value.length !== 1
    ? wrong(where, 'a list of one item', value)
    : shaped;
}

const CLOSED = record({
  ...messageBase,
  kind: oneOf(['debt', 'risk']),
  close: entryId,
  reason,
});

const DOCUMENT = record({
  ...messageBase,
  item,
  field: optional(text(FIELD_CHARS_MAX)),
  reason,
});

type WithoutType<M> = M extends { readonly type: 'decide' } ? Omit<M, 'type'> : never;
type Decide = WithoutType<DecideMessage | RegisterMessage>;

/**
 * A decision: with a `kind`, an entry of that register, or with `close` besides its end; without,
 * that the tracker document is right about an item.
 */
export const decideShape: Shape<Decide> = (value, where) => {
  if (!isFields(value) || value['kind'] === undefined) return DOCUMENT(value, where);
  const kind = kindOf(value['kind'], `${where}.kind`);
  if (!kind.ok) return kind;
  if (value['close'] !== undefined) return CLOSED(value, where);
  return ENTERED[kind.value](value, where);
};
