import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { backlogPlan, type BacklogPlan, type BacklogPlanItem } from '../../domain/backlog-plan.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace, findRoot, stateDirOf } from '../find-root.ts';
import { loadDocument, type LoadedBacklog, loadProgram } from '../load-program.ts';
import { pageOf } from '../page.ts';
import { isPolicyEdited, POLICY_DIFFERS } from '../policy-drift.ts';
import { POLICY_FILE } from '../read-policy.ts';
import { namedDocument } from '../read-tracker.ts';

/** Commands of one item that the list shows; `--json` has all. */
const COMMANDS_SHOWN_MAX = 3;

/** `sluice plan`: what would run, in which order. Needs no server and starts nothing. */
export async function plan(input: CommandInput): Promise<CommandOutput> {
  const { loaded, note } = await load(input);
  const data = withDrift(backlogPlan(loaded), await isEdited(input, loaded));
  return { kind: 'plan', data, text: planText(data, { input, note }) };
}

/** Whether a program that was started here runs by another policy than the file. */
async function isEdited({ global }: CommandInput, { policy }: LoadedBacklog): Promise<boolean> {
  const root = findRoot(global.cwd);
  if (root === null) return false;
  const named = { program: policy.program, pinned: null };
  return isPolicyEdited({ root, stateDir: stateDirOf(root) }, named);
}

function withDrift(plan: BacklogPlan, isDifferent: boolean): BacklogPlan {
  const warning = { line: 1, message: POLICY_DIFFERS };
  return isDifferent ? { ...plan, warnings: [...plan.warnings, warning] } : plan;
}

interface Planned {
  readonly loaded: LoadedBacklog;
  /** What the plan leaves out, for people; null where it is the whole truth. */
  readonly note: string | null;
}

async function load({ args, global }: CommandInput): Promise<Planned> {
  const [name] = args;
  if (name === undefined)
    return { loaded: await loadProgram(findPlace(global.cwd).root), note: null };
  const root = findRoot(global.cwd);
  const document = namedDocument(global.cwd, root, name);
  if (root !== null && document.inside !== null && existsSync(join(root, POLICY_FILE))) {
    return { loaded: await loadProgram(root, document.inside), note: null };
  }
  const note = `There is no ${POLICY_FILE} beside it: shown with defaults. \`sluice import ${name} -o ${POLICY_FILE}\` writes one.`;
  return { loaded: await loadDocument(document), note };
}

function planText(
  data: BacklogPlan,
  { input, note }: { readonly input: CommandInput; readonly note: string | null },
): string {
  const { offset, limit } = pageOf(input);
  const shown = data.items.slice(offset, offset + limit);
  const rest = data.items.length - offset - shown.length;
  const resume = data.resumeAt;
  return [
    `${maskUnsafe(data.program)}: ${data.counts.items} items, in this order`,
    ...shown.flatMap((item, place) => itemLines(item, offset + place + 1)),
    ...(rest > 0 ? [`  and ${rest} more: sluice plan --offset ${offset + shown.length}`] : []),
    ...data.warnings.map(({ line, message }) => `warning, line ${line}: ${maskUnsafe(message)}`),
    ...(note === null ? [] : [maskUnsafe(note)]),
    resume === null
      ? 'Nothing is left to do.'
      : `Begins with ${resume.item}${resume.stage === null ? '' : ` at ${resume.stage}`}.`,
  ].join('\n');
}

function itemLines(item: BacklogPlanItem, place: number): readonly string[] {
  const { done, open } = item.checklist;
  const facts = [
    item.profile,
    ...(item.phase === null ? [] : [maskUnsafe(item.phase)]),
    ...(item.status === 'todo' ? [] : [item.status]),
    ...(done + open === 0 ? [] : [`${done} of ${done + open} boxes`]),
    ...(item.dependsOn.length === 0 ? [] : [`after ${item.dependsOn.join(', ')}`]),
    `line ${item.line}`,
  ];
  const commands = item.commands
    .slice(0, COMMANDS_SHOWN_MAX)
    .map((each) => `\`${maskUnsafe(each)}\``);
  const more = item.commands.length - commands.length;
  const tail = more > 0 ? ` and ${more} more` : '';
  return [
    `${String(place).padStart(4)}. ${item.priority} ${item.id} ${maskUnsafe(item.title)} (${facts.join(', ')})`,
    ...(commands.length === 0 ? [] : [`        ${commands.join(', ')}${tail}`]),
  ];
}
