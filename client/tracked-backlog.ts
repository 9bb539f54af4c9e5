import type { PlanWarning } from '../domain/backlog-plan.ts';
import { commandText } from '../domain/command-text.ts';
import type { InputProblem } from '../domain/input-problem.ts';
import type { BacklogItem, Command, Policy } from '../domain/policy.ts';
import type { Profile } from '../domain/stage.ts';
import { lintCommand } from '../policy/command-lint.ts';
import { backlogOf, type TrackerBacklog } from '../tracker/backlog-of.ts';
import { InvalidInput } from './invalid-input.ts';
import type { TrackerFile } from './read-tracker.ts';

/** The part of a policy that says how a document is run. */
type Rules = Pick<Policy, 'gates' | 'commandsFromTracker'>;

/**
 * A document as a backlog that fits the policy's gates. Commands that it mentions run only where
 * the policy allows it, and never one that can discard work: then InvalidInput is thrown.
 */
export function trackedBacklog(tracker: TrackerFile, rules: Rules): TrackerBacklog {
  const { gates, commandsFromTracker } = rules;
  const profile: Profile =
    gates.red !== null ? 'tdd' : gates.targeted !== null ? 'packet' : 'chore';
  const backlog = backlogOf(tracker.document, { profile, commandsFromTracker });
  const linted = backlog.items.flatMap((item) => lintItem(item, tracker.path));
  const forbidden = linted.flatMap(({ problem }) => problem ?? []);
  if (forbidden.length > 0) throw new InvalidInput(forbidden);
  const fitted = backlog.items.map((item) => fitProfile(item, gates));
  return {
    ...backlog,
    items: fitted,
    warnings: [
      ...backlog.warnings,
      ...linted.flatMap(({ warning }) => warning ?? []),
      ...profileWarnings(backlog.items, fitted),
      ...deferredWarnings(backlog),
    ],
  };
}

interface Linted {
  readonly problem?: InputProblem;
  readonly warning?: PlanWarning;
}

function lintItem(item: BacklogItem, file: string): readonly Linted[] {
  const commands = [...item.commands.targeted, ...item.commands.verify];
  return commands.flatMap((command) => lintOne(item, command, file));
}

function lintOne({ id, line }: BacklogItem, command: Command, file: string): readonly Linted[] {
  return lintCommand(command).map(({ kind, command: part, reason }) => {
    if (kind === 'masked') {
      return { warning: { line, message: `${id}: \`${part}\` can hide a failure: ${reason}.` } };
    }
    const problem: InputProblem = {
      code: 'FORBIDDEN_COMMAND',
      file,
      line,
      column: 1,
      expected: 'a command that cannot discard work or rewrite history',
      found: `\`${part}\`: ${reason}`,
      fix: `Remove \`${commandText(command)}\` from ${id}, or write \`commandsFromTracker: show\`.`,
      excerpt: '',
      facts: { command: part, reason },
    };
    return { problem };
  });
}

/** A stage needs its gate: an item whose document asks for more than the policy has runs with less. */
function fitProfile(item: BacklogItem, gates: Policy['gates']): BacklogItem {
  const hasTargeted = gates.targeted !== null || item.commands.targeted.length > 0;
  const { profile } = item;
  if (profile === 'tdd' && gates.red === null) {
    return { ...item, profile: hasTargeted ? 'packet' : 'chore' };
  }
  return profile === 'packet' && !hasTargeted ? { ...item, profile: 'chore' } : item;
}

/** Only a release lead puts an item off: the document's word alone does not. */
function deferredWarnings({ items, tracked }: TrackerBacklog): readonly PlanWarning[] {
  const deferred = items.filter(({ id }) => tracked.get(id)?.status === 'deferred');
  const [first] = deferred;
  if (first === undefined) return [];
  const message = `${deferred.length} items from ${first.id} on are deferred in the document; the program comes to them in their turn unless a release lead defers them with \`sluice defer\`.`;
  return [{ line: first.line, message }];
}

/** One warning for all items of a kind, at the first of them. */
function profileWarnings(
  asked: readonly BacklogItem[],
  fitted: readonly BacklogItem[],
): readonly PlanWarning[] {
  return (['tdd', 'packet'] as const).flatMap((profile) => {
    const places = [...asked.keys()].filter(
      (place) => asked[place]?.profile === profile && fitted[place]?.profile !== profile,
    );
    const first = asked[places[0] ?? -1];
    if (first === undefined) return [];
    const gate = profile === 'tdd' ? 'red' : 'targeted';
    const message = `${places.length} items from ${first.id} on are ${profile} in the document, but the policy has no \`${gate}:\` gate; they run without that stage.`;
    return [{ line: first.line, message }];
  });
}
