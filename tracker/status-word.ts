import { ITEM_STATUSES, type ItemStatus } from '../domain/backlog-status.ts';

import { plainText } from './markdown/inline.ts';

/**
 * How people write them, in words and emoji, in lower case. Where two would match, the longer
 * one counts, so that `not done` is no `done`.
 */
const SPELLINGS: Readonly<Record<ItemStatus, readonly string[]>> = {
  todo: [
    'todo',
    'to do',
    'open',
    'new',
    'pending',
    'planned',
    'backlog',
    'ready',
    'queued',
    'draft',
    'not started',
    'not done',
    'not complete',
    'incomplete',
    'unassigned',
    'no',
    '⬜',
    '🔲',
    '☐',
    '⚪',
    '🆕',
    '📋',
    '🔴',
  ],
  in_progress: [
    'in progress',
    'in flight',
    'wip',
    'started',
    'doing',
    'active',
    'ongoing',
    'partial',
    'partially complete',
    'partially done',
    '🚧',
    '🔄',
    '🟡',
    '⏳',
    '🏗',
    '🔵',
  ],
  in_review: ['in review', 'review', 'ready for review', 'reviewing', 'under review', '👀', '🔍'],
  changes_requested: [
    'changes requested',
    'rework',
    'rejected',
    'needs work',
    'needs changes',
    '🔁',
  ],
  blocked: ['blocked', 'on hold', 'stuck', 'waiting', 'paused', '🚫', '⛔', '🛑', '⚠'],
  deferred: ['deferred', 'postponed', 'later', 'parked', '⏸'],
  skipped: [
    'skipped',
    'cancelled',
    'canceled',
    'dropped',
    "won't do",
    'wont do',
    "won't fix",
    'wontfix',
    'obsolete',
    'n/a',
    'retired',
    '❌',
    '⏭',
  ],
  approved: ['approved', 'accepted', '👍'],
  done: [
    'done',
    'complete',
    'completed',
    'closed',
    'finished',
    'merged',
    'shipped',
    'resolved',
    'fixed',
    'verified',
    'yes',
    'passed',
    '✅',
    '✔',
    '☑',
    '🟢',
    '🎉',
  ],
};

const BY_SPELLING = new Map(
  ITEM_STATUSES.flatMap((word) => SPELLINGS[word].map((spelling) => [spelling, word] as const)),
);
/** A task table's check box, as in `| [x] | Title |`. */
const BOX = /^\[([ xX])\]$/;
const WORDS_MAX = 3;
/** Emoji, with the variation selector that some editors add already removed. */
const EMOJI = /\p{Extended_Pictographic}/u;
const VARIATION_SELECTOR = /\uFE0F/g;
const NOT_WORD = /[^\p{L}\p{N}'/]+/u;

/**
 * The status that a text states: `Complete`, `✅ DONE`, `Skipped (SQLite)`, `In Progress`. Null where
 * its first words are none that are known. A word beats an emoji, since emoji differ by team.
 */
export function readStatus(raw: string): ItemStatus | null {
  const box = BOX.exec(raw);
  if (box !== null) return box[1] === ' ' ? 'todo' : 'done';
  const text = plainText(raw).replaceAll(VARIATION_SELECTOR, '');
  const words = text
    .toLowerCase()
    .split(NOT_WORD)
    .filter((word) => word !== '');
  for (let count = Math.min(WORDS_MAX, words.length); count > 0; count -= 1) {
    const status = BY_SPELLING.get(words.slice(0, count).join(' '));
    if (status !== undefined) return status;
  }
  const emoji = EMOJI.exec(text)?.[0];
  return emoji === undefined ? null : (BY_SPELLING.get(emoji) ?? null);
}

/** Whether nothing is left to do for an item of this status in this run. */
export function isClosed(status: ItemStatus): boolean {
  return status === 'done' || status === 'skipped' || status === 'deferred';
}
