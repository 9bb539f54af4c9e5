import type { Block } from '../markdown/blocks.ts';
import { plainText } from '../markdown/inline.ts';
import type { StatedTotal } from '../tracker-model.ts';

import { listItemsIn } from './found.ts';

/** `Phase 3 Tests Added: 52 (19 + 33)`, `Total tests: 37`. */
const TOTAL = /^([A-Z][\w .]{0,60}?(?:tests?|total|count)\b[\w .]{0,30}):\s*(.*\d.*)$/i;

/** The lines of paragraphs and lists that state a number of tests or items. */
export function totalsIn(blocks: readonly Block[], phase: string | null): readonly StatedTotal[] {
  const paragraphs = blocks
    .filter((block) => block.kind === 'paragraph')
    .flatMap((block) => block.texts);
  return [...paragraphs, ...listItemsIn(blocks)].flatMap(({ raw, line }) => {
    const match = TOTAL.exec(plainText(raw));
    if (match === null) return [];
    return [{ label: match[1] ?? '', text: match[2] ?? '', line, phase }];
  });
}
