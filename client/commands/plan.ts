import { backlogPlan, type BacklogPlan, type BacklogPlanItem } from '../../domain/backlog-plan.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { findPlace } from '../find-root.ts';
import { loadProgram } from '../load-program.ts';
import { pageOf } from '../page.ts';

/** `sluice plan`: what would run, in which order. Needs no server and starts nothing. */
export async function plan(input: CommandInput): Promise<CommandOutput> {
  const { root } = findPlace(input.global.cwd);
  const data = backlogPlan(await loadProgram(root));
  return { kind: 'plan', data, text: planText(data, input) };
}

function planText(data: BacklogPlan, input: CommandInput): string {
  const { offset, limit } = pageOf(input);
  const shown = data.items.slice(offset, offset + limit);
  const rest = data.items.length - offset - shown.length;
  const resume = data.resumeAt;
  return [
    `${maskUnsafe(data.program)}: ${data.counts.items} items, in this order`,
    ...shown.map((item, place) => itemLine(item, offset + place + 1)),
    ...(rest > 0 ? [`  and ${rest} more: sluice plan --offset ${offset + shown.length}`] : []),
    ...data.warnings.map(({ line, message }) => `warning, line ${line}: ${maskUnsafe(message)}`),
    resume === null
      ? 'Nothing is left to do.'
      : `Begins with ${resume.item}${resume.stage === null ? '' : ` at ${resume.stage}`}.`,
  ].join('\n');
}

function itemLine(item: BacklogPlanItem, place: number): string {
  const after = item.dependsOn.length === 0 ? '' : `, after ${item.dependsOn.join(', ')}`;
  const status = item.status === 'todo' ? '' : `, ${item.status}`;
  return `${String(place).padStart(4)}. ${item.priority} ${item.id} ${maskUnsafe(item.title)} (${item.profile}${status}${after})`;
}
