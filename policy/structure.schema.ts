import { z } from 'zod';
import { ITEM_PATTERN } from '../domain/item-pattern.ts';
import { Gate, GateList } from './gate.schema.ts';
import { STRUCTURE_ENTRIES_MAX } from './policy-limits.ts';
import { ActorName, listOf, mapping, Name, shorterList, Title } from './scalar.schema.ts';

const PATTERN = 'a pattern of item ids, such as P0-003, WS3-* or *';
const ItemPattern = z.string({ error: PATTERN }).regex(ITEM_PATTERN, PATTERN);
const ItemPatterns = z
  .union(
    [ItemPattern, listOf(ItemPattern, 'a list of patterns of item ids').min(1, 'at least one')],
    {
      error: `${PATTERN}, or a list of them`,
    },
  )
  .describe('Which items belong to it: ids, or patterns with *.');

const RoleName = Name;
export const SignOffs = listOf(RoleName, 'a list of roles');

export const DONE_WORDS = ['items-done', 'no-open-debts', 'no-drift', 'rollback-notes'] as const;

const CONDITION = `${DONE_WORDS.join(', ')}, or a mapping with "gate", "capability" or "signOff"`;
const DoneWhen = z.union(
  [
    z.enum(DONE_WORDS),
    z.strictObject({ gate: Name }),
    z.strictObject({ capability: Name }),
    z.strictObject({ signOff: RoleName }),
  ],
  { error: CONDITION },
);

const Workstream = mapping(
  {
    id: Name,
    title: Title,
    owner: ActorName.describe('Who answers for it.'),
    items: ItemPatterns,
    doneWhen: listOf(DoneWhen, 'a list of conditions')
      .optional()
      .describe('What must be true, from the evidence, for it to be done. Default: items-done.'),
  },
  'a workstream: a mapping with "id", "title", "owner" and "items"',
);

const Milestone = mapping(
  {
    id: Name,
    title: Title,
    items: ItemPatterns,
    gates: listOf(Name, 'a list of ids of gates')
      .optional()
      .describe('Gates of this policy that must have passed on the tip of the branch.'),
    signOffs: SignOffs.optional().describe('Roles that must sign it off.'),
  },
  'a milestone: a mapping with "id", "title" and "items"',
);

const Capability = mapping(
  {
    id: Name,
    owner: ActorName.describe('Who must sign off its promotion.'),
    parity: GateList.describe('Tests that show that it does what it has to.'),
    canary: Gate.describe('Tries it on a small part first.'),
    rollback: Gate.describe('Drills the way back.'),
    items: ItemPatterns,
  },
  'a capability: a mapping with "id", "owner", "parity", "canary", "rollback" and "items"',
);

function structure<T extends z.ZodType>(entry: T, expected: string) {
  return z
    .array(entry, { error: expected })
    .max(STRUCTURE_ENTRIES_MAX, shorterList(STRUCTURE_ENTRIES_MAX));
}

export const Workstreams = structure(Workstream, 'a list of workstreams');
export const Milestones = structure(Milestone, 'a list of milestones');
export const Capabilities = structure(Capability, 'a list of capabilities');
export type DoneWhen = z.infer<typeof DoneWhen>;
