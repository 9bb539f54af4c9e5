import { planOrder } from '../domain/backlog-order.ts';
import { mergeBacklog } from '../domain/backlog-merge.ts';
import type { PlanWarning, TrackedState } from '../domain/backlog-plan.ts';
import type { PlannedItem } from '../domain/plan-page.ts';
import type { BacklogItem, Policy } from '../domain/policy.ts';
import { backlogOf } from '../tracker/backlog-of.ts';
import { InvalidInput } from './invalid-input.ts';
import { withKnownDependencies } from './known-dependencies.ts';
import { checkSigners } from './pin-signers.ts';
import { POLICY_FILE, readPolicy } from './read-policy.ts';
import {
  type NamedDocument,
  readOwnTracker,
  readTracker,
  type TrackerFile,
} from './read-tracker.ts';
import { trackedBacklog } from './tracked-backlog.ts';

/** What would run: everything that `plan` shows. */
export interface LoadedBacklog {
  readonly policy: Pick<Policy, 'program'>;
  /** In the order in which they run. */
  readonly items: readonly PlannedItem[];
  readonly warnings: readonly PlanWarning[];
  /** What the tracker document says about items, by id; empty where there is none. */
  readonly tracked: ReadonlyMap<string, TrackedState>;
  /** The commands that the document mentions, by item id. */
  readonly commands: ReadonlyMap<string, readonly string[]>;
}

/** Everything that a program is started from, read and checked; nothing has been started. */
export interface LoadedProgram extends LoadedBacklog {
  readonly policy: Policy;
  /** Null where the backlog is the policy's own `items:`. */
  readonly tracker: TrackerFile | null;
}

/**
 * Reads policy and backlog of a repository; `document` takes the place of the policy's `backlog:`.
 * Throws InvalidInput with every mistake found, and TRACKER_INVALID.
 */
export async function loadProgram(
  root: string,
  document: string | null = null,
): Promise<LoadedProgram> {
  const { policy, items, warnings } = await readPolicy(root);
  await checkSigners(root, policy);
  const path = document ?? policy.backlog;
  if (path === null) {
    const none = { tracked: new Map(), commands: new Map(), tracker: null };
    return { policy, items: inOrder(items, POLICY_FILE), warnings, ...none };
  }
  const tracker = await readOwnTracker(root, path, policy.columns);
  const backlog = trackedBacklog(tracker, policy);
  const merged = mergeBacklog(backlog.items, items);
  // A file of Backlog.md is one task: what it depends on is in other files.
  const isPart = tracker.document.format === 'backlog-md';
  const known = isPart ? withKnownDependencies(merged) : { items: merged, warnings: [] };
  return {
    // The document is no part of the work: writing progress into it must not change any tree.
    policy: { ...policy, backlog: path, exclude: [...policy.exclude, literalPattern(path)] },
    items: withClaimed(inOrder(known.items, path), backlog.claimed),
    warnings: [...warnings, ...backlog.warnings, ...known.warnings],
    tracked: backlog.tracked,
    commands: backlog.commands,
    tracker,
  };
}

/** A document as a backlog without a policy: with defaults, and nothing of it may run. */
export async function loadDocument(document: NamedDocument): Promise<LoadedBacklog> {
  const tracker = await readTracker(document);
  const backlog = backlogOf(tracker.document, { profile: 'tdd', commandsFromTracker: 'show' });
  const known = withKnownDependencies(backlog.items);
  return {
    policy: { program: programOf(document.shown) },
    items: withClaimed(inOrder(known.items, document.shown), backlog.claimed),
    warnings: [...backlog.warnings, ...known.warnings],
    tracked: backlog.tracked,
    commands: backlog.commands,
  };
}

function inOrder(items: readonly BacklogItem[], file: string): readonly PlannedItem[] {
  const order = planOrder(items, file);
  if (order.kind === 'invalid') throw new InvalidInput(order.problems);
  return order.items;
}

function withClaimed(
  items: readonly PlannedItem[],
  claimed: ReadonlySet<string>,
): readonly PlannedItem[] {
  return items.map((planned) =>
    claimed.has(planned.item.id) ? { ...planned, claimed: true } : planned,
  );
}

/** A path as a pattern that matches nothing else: see "glob" in gitglossary(7). */
function literalPattern(path: string): string {
  return path.replaceAll(/[*?[\\]/g, String.raw`\$&`);
}

/** A name of a program made of the document's. */
function programOf(path: string): string {
  const name = path.split(/[/\\]/).at(-1) ?? '';
  const slug = name
    .replace(/\.[^.]*$/, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, PROGRAM_CHARS_MAX)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? 'program' : slug;
}

const PROGRAM_CHARS_MAX = 60;
