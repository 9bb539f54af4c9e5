import type { ItemStatus } from '../../domain/backlog-status.ts';
import { readStatus } from '../status-word.ts';

/** Status words of migration trackers that say nothing elsewhere, lower case and with spaces. */
const MIGRATION_WORDS: Readonly<Record<string, ItemStatus>> = {
  'signed off': 'done',
  migrated: 'done',
  'retired approved': 'skipped',
  canary: 'in_progress',
  implementing: 'in_progress',
  implemented: 'in_review',
  'needs review': 'in_review',
  unverified: 'todo',
};

/** How a CSV tracker writes a status of which it has no example. */
export const CSV_SPELLINGS: Readonly<Record<ItemStatus, string>> = {
  todo: 'planned',
  in_progress: 'in_progress',
  in_review: 'in_review',
  changes_requested: 'changes_requested',
  blocked: 'blocked',
  deferred: 'deferred',
  skipped: 'skipped',
  approved: 'approved',
  done: 'done',
};

/** Status words of one policy, as its author writes them. */
export type CsvStatusWords = Readonly<Record<string, ItemStatus>>;

/** The status that a cell states: by the policy's own words first. Null where it is none. */
export function readCsvStatus(text: string, words: CsvStatusWords): ItemStatus | null {
  const own = Object.entries(words).find(([word]) => wordKey(word) === wordKey(text));
  return own?.[1] ?? MIGRATION_WORDS[wordKey(text)] ?? readStatus(text.replaceAll('_', ' '));
}

function wordKey(text: string): string {
  return text
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
