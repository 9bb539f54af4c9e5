import { markdownLine } from '../markdown.ts';
import { formatPriority } from '../priority.ts';
import { countLedger } from '../register/ledger.ts';
import { countItems } from './baseline.ts';
import { awaitedSignOffs, signOffCommand } from './awaited-sign-offs.ts';
import { governanceOf } from './governance.ts';
import type { OpenItem, ProgramContract, ProgramState } from './program-state.ts';
import { holdOf } from './put-off.ts';
import { reasonOfStandstill } from './schedule.ts';

const DETAIL_ITEMS_MAX = 15;

/** The board that operators see in Temporal's UI under "Current details". Markdown, below 8 KB. */
export function programDetails(contract: ProgramContract, state: ProgramState): string {
  const counts = countItems(contract, state);
  const standstill = reasonOfStandstill(contract, state);
  return [
    `## Program ${markdownLine(contract.program)} · ${phaseText(state)}`,
    `${counts.done} of ${counts.items} items done on \`${contract.branch}\` · ${counts.blocked} blocked · ${counts.deferred} deferred · ${counts.claimed} claimed`,
    ...(contract.policy.solo === true
      ? ['', '**SOLO**: implementers may review their own work.']
      : []),
    ...(standstill === null ? [] : ['', `**Standing still:** ${markdownLine(standstill)}`]),
    ...registerLines(state),
    ...signOffLines(contract, state),
    ...actionLines(state),
    ...itemTable(state),
    ...recentLines(state),
  ].join('\n');
}

function phaseText(state: ProgramState): string {
  const { phase } = state;
  if (state.paused !== null) return 'PAUSED';
  if (state.freeze?.inForce === true) return `FROZEN until ${markdownLine(state.freeze.until)}`;
  switch (phase.kind) {
    case 'baseline':
      return 'BASELINE RUNNING';
    case 'baseline-failed':
      return `BASELINE FAILED: ${markdownLine(phase.reason)}`;
    case 'running':
      return 'RUNNING';
    case 'certifying':
      return 'CERTIFYING';
    case 'not-certified':
      return `NO_GO: ${markdownLine(phase.reason)}`;
    case 'closed':
      return phase.result.verdict;
  }
}

function registerLines(state: ProgramState): readonly string[] {
  const { ledger, promotion } = governanceOf(state);
  const { decisions, openDebts, openRisks, fixesRequired } = countLedger(ledger);
  const kept = `${decisions} decisions · ${openDebts} open debts · ${openRisks} risks · ${fixesRequired} drift to fix`;
  return [
    ...(ledger.length === 0 ? [] : ['', kept]),
    ...(promotion === null ? [] : ['', `Promoting ${markdownLine(promotion.capability)}`]),
  ];
}

const SIGN_OFFS_SHOWN_MAX = 10;

function signOffLines(contract: ProgramContract, state: ProgramState): readonly string[] {
  const awaited = awaitedSignOffs(contract, state).slice(0, SIGN_OFFS_SHOWN_MAX);
  const lines = awaited.map((each) => {
    const who = markdownLine(each.actors.join(', '));
    return `- ${markdownLine(each.subject)}, by ${who}: \`${signOffCommand(each)}\``;
  });
  return lines.length === 0 ? [] : ['', '**Sign-offs awaited**', ...lines];
}

function actionLines(state: ProgramState): readonly string[] {
  const command = nextCommand(state);
  return command === null ? [] : ['', `Next, for a release lead: \`${command}\``];
}

/** The command with which a release lead moves on a program that waits for one; null where none does. */
export function nextCommand(
  state: Pick<ProgramState, 'phase' | 'paused' | 'freeze'>,
): string | null {
  if (state.paused !== null || state.freeze?.inForce === true) return 'sluice resume';
  if (state.phase.kind === 'baseline-failed') return 'sluice retry baseline --reason "…"';
  if (state.phase.kind === 'not-certified') return 'sluice retry certification --reason "…"';
  return null;
}

function itemTable(state: ProgramState): readonly string[] {
  const rows = state.open
    .toSorted((a, b) => a.planned.index - b.planned.index)
    .slice(0, DETAIL_ITEMS_MAX)
    .map((open) => itemRow(state, open));
  if (rows.length === 0) return [];
  return ['', '| Item | Priority | Title | Standing |', '|---|---|---|---|', ...rows];
}

function itemRow(state: ProgramState, open: OpenItem): string {
  const { planned, status } = open;
  const held = holdOf(state, open);
  const { id, priority, title } = planned.item;
  const standing = held === null ? status.kind : `${held.hold}: ${markdownLine(held.reason)}`;
  return `| ${markdownLine(id)} | ${formatPriority(priority)} | ${markdownLine(title)} | ${standing} |`;
}

function recentLines(state: ProgramState): readonly string[] {
  const shown = state.recent.slice(-5).toReversed();
  if (shown.length === 0) return [];
  return [
    '',
    '### Last checkpoints',
    ...shown.map((each) => `- ${markdownLine(each.id)} \`${each.commit}\``),
  ];
}
