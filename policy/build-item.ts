import type { BacklogItem } from '../domain/policy.ts';
import { parsePriority, PRIORITY_LOWEST } from '../domain/priority.ts';
import type { Profile } from '../domain/stage.ts';
import { commandsOf, listed } from './document-command.ts';
import type { Item } from './item.schema.ts';
import * as defaults from './policy-defaults.ts';

/** Which gates a policy has, as far as an item's profile depends on it. */
export interface GatesPresent {
  readonly red: boolean;
  readonly targeted: boolean;
}

/** The stages of an item that names no profile: as many as there are commands for. */
function defaultProfile(gates: GatesPresent, item: Pick<Item, 'targeted'>): Profile {
  if (gates.red) return 'tdd';
  return gates.targeted || item.targeted !== undefined ? 'packet' : 'chore';
}

/** The backlog item that an entry of `items:` on `line` (1-based) means. */
export function buildItem(item: Item, gates: GatesPresent, line: number): BacklogItem {
  return {
    id: item.id,
    title: item.title,
    priority: parsePriority(item.priority ?? '') ?? PRIORITY_LOWEST,
    profile: item.profile ?? defaultProfile(gates, item),
    dependsOn: listed(item.dependsOn),
    tests: listed(item.tests),
    expect: item.expect ?? defaults.EXPECT,
    line,
    commands: { targeted: commandsOf(item.targeted), verify: commandsOf(item.verify) },
  };
}
