import type { ItemStatus } from '../domain/backlog-status.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import { endText } from '../domain/item/blocking-issue.ts';
import type { BoardHold, BoardItem, BoardModel, BoardProgram } from './board-model.ts';
import { cellWidth, fitCells, padCells } from './cell-width.ts';

export interface BoardTextOptions {
  /** Cells of a line; Infinity where nothing is to be cut, as in a pipe. */
  readonly columns: number;
  readonly color: boolean;
}

const HASH_CHARS = 12;
const TITLE_CELLS_MIN = 12;
const GAP = '  ';
/** Items whose commands are spelled out below the table. */
const TURNS_SHOWN_MAX = 5;
/** Items whose hold is spelled out below the table. */
const HOLDS_SHOWN_MAX = 10;
const HEADERS = ['ITEM', 'PRI', 'STATUS', 'STAGE', 'WAITING ON', 'COMMIT', 'TITLE'] as const;
const STATUS_COLUMN = 2;

/** The board for people: the program, its items as a table, and whose turn it is. */
export function boardText(model: BoardModel, options: BoardTextOptions): string {
  const { program, items, page } = model;
  return [
    ...programLines(program),
    ...(items.length === 0 ? [] : ['', ...tableLines(items, options)]),
    ...holdLines(items),
    ...moreLine(items.length, page),
    ...turnLines(items),
  ].join('\n');
}

const POLICY_EDITED =
  'sluice.yaml was edited and is not in force: see sluice decide accept-policy --dry-run';

function programLines(program: BoardProgram): readonly string[] {
  const { counts, reason, command, actors } = program;
  const held = [
    counts.blocked > 0 ? `${counts.blocked} blocked` : '',
    counts.deferred > 0 ? `${counts.deferred} deferred` : '',
    (counts.skipped ?? 0) > 0 ? `${counts.skipped} skipped` : '',
    counts.claimed > 0 ? `${counts.claimed} claimed done before` : '',
  ].filter((each) => each !== '');
  const counted = [`${counts.done} of ${counts.items} done`, ...held].join(', ');
  return [
    `${maskUnsafe(program.id)} on ${maskUnsafe(program.branch)}: ${stateText(program)}, ${counted}`,
    ...(program.solo === true ? ['SOLO: implementers may review their own work'] : []),
    ...freezeLines(program),
    // A freeze in force is its own reason.
    ...(reason === null || program.state === 'frozen' ? [] : [maskUnsafe(reason)]),
    ...registerLines(program),
    ...(program.policyEdited === true ? [POLICY_EDITED] : []),
    ...(command === null ? [] : [`next, for ${actors.join(', ')}: ${command}`]),
  ];
}

/** The window, its reason and who is exempt; in force or only announced. */
function freezeLines({ freeze }: BoardProgram): readonly string[] {
  if (freeze === null) return [];
  const { inForce, from, until, by, reason, exempt } = freeze;
  const word = inForce ? 'FROZEN' : 'FREEZE ANNOUNCED';
  const out = exempt.length === 0 ? '' : `; exempt: ${exempt.join(', ')}`;
  return [maskUnsafe(`${word} from ${from} until ${until} by ${by}: ${reason}${out}`)];
}

function registerLines({ registers, promoting }: BoardProgram): readonly string[] {
  const { openDebts, openRisks, fixesRequired } = registers;
  const open = [
    openDebts > 0 ? `${openDebts} open debts` : '',
    openRisks > 0 ? `${openRisks} open risks` : '',
    fixesRequired > 0 ? `${fixesRequired} drift to fix` : '',
  ].filter((each) => each !== '');
  return [
    ...(open.length === 0 ? [] : [`${open.join(', ')}: see sluice decide list`]),
    ...(promoting === null ? [] : [`promoting ${maskUnsafe(promoting)}`]),
  ];
}

function stateText({ state, verdict, commit, isStale }: BoardProgram): string {
  switch (state) {
    case 'baseline':
      return 'baseline runs';
    case 'baseline-failed':
      return 'BASELINE FAILED';
    case 'running':
      return 'running';
    case 'paused':
      return 'PAUSED';
    case 'frozen':
      return 'FROZEN';
    case 'certifying':
      return 'certifying';
    case 'not-certified':
      return 'NO_GO';
    case 'closed':
      return `${verdict ?? 'closed'}${isStale === true ? ' · STALE' : ''}${commit === null ? '' : ` at ${commit.slice(0, HASH_CHARS)}`}`;
  }
}

function tableLines(
  items: readonly BoardItem[],
  { columns, color }: BoardTextOptions,
): readonly string[] {
  const rows = items.map(cellsOf);
  const widths = HEADERS.map((header, column) =>
    Math.max(header.length, ...rows.map((row) => cellWidth(row[column] ?? ''))),
  );
  const used = widths.slice(0, -1).reduce((sum, width) => sum + width + GAP.length, 0);
  const titleCells = Math.max(TITLE_CELLS_MIN, columns - used);
  const line = (cells: readonly string[], status?: ItemStatus): string =>
    cells
      .map((cell, column) => {
        if (column === HEADERS.length - 1) return fitCells(cell, titleCells);
        const padded = padCells(cell, widths[column] ?? 0);
        return column === STATUS_COLUMN && color && status ? painted(padded, status) : padded;
      })
      .join(GAP)
      .trimEnd();
  return [line(HEADERS), ...rows.map((row, place) => line(row, items[place]?.status))];
}

function cellsOf(item: BoardItem): readonly string[] {
  const { id, priority, status, stage, waitingOn, notice, commit, title, claimed, attempt } = item;
  const round = attempt !== null && attempt > 1 && status !== 'done' ? ` #${attempt}` : '';
  return [
    maskUnsafe(id),
    priority ?? '',
    claimed ? 'done (claimed)' : status,
    stage === null || stage === 'DONE' ? '' : `${stage}${round}`,
    waitingOn === null || waitingOn === 'nobody'
      ? ''
      : `${waitingOn}${notice === null ? '' : ` (${notice})`}`,
    commit === null ? '' : commit.slice(0, HASH_CHARS),
    maskUnsafe(title ?? ''),
  ];
}

/** Why items stand still, who can unblock them and until when. */
function holdLines(items: readonly BoardItem[]): readonly string[] {
  const held = items.filter(({ reason }) => reason !== null);
  if (held.length === 0) return [];
  const lines = held.slice(0, HOLDS_SHOWN_MAX).map(holdLine);
  const rest = held.length - lines.length;
  return ['', ...lines, ...(rest > 0 ? [`and ${rest} more: sluice show ITEM`] : [])];
}

function holdLine({ id, status, reason, hold }: BoardItem): string {
  const how = hold === null ? '' : `; ${howItGoesOn(hold)}`;
  const issue = hold?.issue === undefined || hold.issue === null ? '' : ` ${hold.issue}`;
  return maskUnsafe(`${id}${issue} ${status}: ${reason}${how}`);
}

function howItGoesOn({ unblocker, until }: BoardHold): string {
  return endText({ unblocker, untilMs: until === null ? null : Date.parse(until) });
}

const RESET = '\u001b[0m';
const [RED, GREEN, YELLOW, CYAN, DIM] = [31, 32, 33, 36, 2].map((code) => `\u001b[${code}m`);
const PAINT: Readonly<Record<ItemStatus, string | undefined>> = {
  todo: DIM,
  in_progress: CYAN,
  in_review: YELLOW,
  changes_requested: YELLOW,
  blocked: RED,
  deferred: DIM,
  skipped: DIM,
  approved: GREEN,
  done: GREEN,
};

/** Colour repeats what the word says, so nothing is lost without it. */
function painted(text: string, status: ItemStatus): string {
  return `${PAINT[status] ?? ''}${text}${RESET}`;
}

function moreLine(shown: number, { offset, total }: BoardModel['page']): readonly string[] {
  if (shown === total) return [];
  if (shown === 0) return ['', `No items from ${offset} on; there are ${total}.`];
  const next = offset + shown;
  const more = next < total ? `; the next ones: --offset ${next}` : '';
  return ['', `Items ${offset + 1} to ${next} of ${total}${more}.`];
}

function turnLines(items: readonly BoardItem[]): readonly string[] {
  const turns = items.filter((item) => item.command !== null && item.actors.length > 0);
  if (turns.length === 0) return [];
  const lines = turns
    .slice(0, TURNS_SHOWN_MAX)
    .map(({ actors, command }) => `next, for ${actors.join(', ')}: ${command}`);
  const rest = turns.length - lines.length;
  return ['', ...lines, ...(rest > 0 ? [`and ${rest} more: sluice inbox`] : [])];
}
