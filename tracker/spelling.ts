import type { ItemStatus } from '../domain/backlog-status.ts';

import type { DocumentStyle } from './document-style.ts';
import { plainText } from './markdown/inline.ts';
import { readStatus } from './status-word.ts';

const WORDS: Readonly<Record<ItemStatus, string>> = {
  todo: 'Todo',
  in_progress: 'In Progress',
  in_review: 'In Review',
  changes_requested: 'Changes Requested',
  blocked: 'Blocked',
  deferred: 'Deferred',
  skipped: 'Skipped',
  approved: 'Approved',
  done: 'Done',
};
const EMOJI: Readonly<Record<ItemStatus, string>> = {
  todo: '⬜',
  in_progress: '🚧',
  in_review: '👀',
  changes_requested: '🔁',
  blocked: '🚫',
  deferred: '⏸️',
  skipped: '⏭️',
  approved: '👍',
  done: '✅',
};
/** Marks around a value: `**TODO**`. */
const WRAPPED = /^([*_`~]+)(.*?)([*_`~]+)$/;
const REASON = /\s*\([^()]*\)\s*$/;
const LEADING_EMOJI = /^((?:\p{Extended_Pictographic}\uFE0F?)+)\s*/u;

/** How a status is to be written in the place of `raw`. */
export interface StatusPlace {
  /** The source text that is there now. */
  readonly raw: string;
  readonly style: DocumentStyle;
  /** The words of this kind of document. */
  readonly spellings: Readonly<Partial<Record<ItemStatus, string>>>;
}

/**
 * A status as the document writes it: as it already does elsewhere, else in the case, marks and
 * emoji of what stands there now. A text that already says the status is left as it is.
 */
export function spellStatus(status: ItemStatus, { raw, style, spellings }: StatusPlace): string {
  if (readStatus(raw) === status) return raw;
  if (/^\[[ xX]\]$/.test(raw)) return status === 'done' ? '[x]' : '[ ]';
  const example = style.statuses.get(status);
  if (example !== undefined) return example.replace(REASON, '');
  const model = raw === '' ? ([...style.statuses.values()][0] ?? '') : raw;
  const wrap = WRAPPED.exec(model);
  const inner = (wrap?.[2] ?? model).replace(REASON, '');
  const emoji = LEADING_EMOJI.exec(inner)?.[1];
  const word = inner.replace(LEADING_EMOJI, '');
  const spelled =
    emoji !== undefined && word === ''
      ? EMOJI[status]
      : [
          emoji === undefined ? [] : [EMOJI[status]],
          likeCase(word, spellings[status] ?? WORDS[status]),
        ]
          .flat()
          .join(' ');
  return wrap === null ? spelled : `${wrap[1]}${spelled}${wrap[3]}`;
}

/** `word` in the letter case and with the separator of an example. */
export function likeCase(example: string, word: string): string {
  const plain = plainText(example);
  const words = word.toLowerCase().split(/[\s_-]+/);
  if (/^[A-Z][A-Z_ -]*$/.test(plain) && plain.length > 1) {
    return words.join(plain.includes(' ') ? ' ' : '_').toUpperCase();
  }
  if (/^[a-z]+(?:[_-][a-z]+)+$/.test(plain)) return words.join(plain.includes('_') ? '_' : '-');
  if (/^[a-z]/.test(plain)) return words.join(' ');
  return word;
}

/** A commit as the document writes it: as long as its example, in backticks where that is. */
export function spellCommit(hash: string, style: DocumentStyle): string {
  const example = /\b[0-9a-f]{7,64}\b/.exec(style.commit ?? '')?.[0];
  const short = example === undefined ? hash : hash.slice(0, example.length);
  return style.commit?.includes('`') === true ? `\`${short}\`` : short;
}
