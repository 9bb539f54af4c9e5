import type { ItemView } from '../../domain/item/item-view.ts';
import { World, type WorldOptions } from './world.ts';

/** Items that need nothing but a file, one gate that costs nothing, and a review. */
const POLICY = `version: 1
program: PROGRAM
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude, human:bo]
  releaseLeads: [human:lea]
limits: { heartbeat: 1s }
baseline: [test -f a.txt]
gates:
  verify: [test -f a.txt]
`;

export interface ChoreOptions extends Partial<Omit<WorldOptions, 'policy' | 'files'>> {
  readonly items?: number;
  readonly approvals?: number;
  /** Further keys of the review. */
  readonly review?: string;
  /** Further lines of the policy. */
  readonly more?: string;
}

/** A world with some items, P0-001 and so on, whose profile is `chore`. */
export async function openChores(options: ChoreOptions = {}): Promise<World> {
  const { items = 1, approvals = 1, review: keys = '', more = '', ...world } = options;
  const ids = Array.from({ length: items }, (_, place) => `P0-00${place + 1}`);
  const entries = ids.map((id) => `  - { id: ${id}, title: Item ${id}, priority: P0 }\n`).join('');
  const review = `  review: { approvals: ${approvals}${keys === '' ? '' : `, ${keys}`} }\n`;
  const policy = `${POLICY}${review}${more}items:\n${entries}`;
  return World.open({ policy, files: { 'a.txt': 'a\n' }, ...world });
}

/** Writes a change and submits it; the item waits for its review then. */
export async function submitChange(world: World, id: string, text = id): Promise<ItemView> {
  await world.waitsFor(id, 'implementer');
  world.write('a.txt', `${text}\n`);
  await world.green(id);
  return world.waitsFor(id, 'reviewer');
}

/** The kinds of the records that the evidence has of a message. */
export async function recordsOfMessage(
  world: World,
  messageId: string,
): Promise<readonly string[]> {
  const { records } = await world.deps.log.list({ offset: 0, limit: 1_000 });
  return records.flatMap(({ record: { body } }) =>
    'messageId' in body && body.messageId === messageId ? [body.type] : [],
  );
}
