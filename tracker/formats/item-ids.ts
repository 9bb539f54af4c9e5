import { isItemId, ITEM_ID_CHARS_MAX } from '../../domain/backlog-id.ts';
import type { Note } from '../tracker-model.ts';

const SLUG_CHARS_MAX = 48;

/**
 * Gives every item an id of its own that is safe in refs and file names. A written id is kept as far
 * as it is safe; without one, the id is made of the title, so that it stays when rows move.
 */
export class ItemIds {
  readonly #firstLines = new Map<string, number>();
  readonly #warnings: Note[] = [];

  /** The id for a written one; a second item with the same gets a number, and a warning. */
  written(text: string, line: number): string {
    const id = toItemId(text);
    const first = this.#firstLines.get(id.toLowerCase());
    const unique = this.#claim(id, line);
    if (first !== undefined) {
      this.#warnings.push({
        line,
        text: `The id ${id} is used twice, first on line ${first}; this one is called ${unique} here.`,
      });
    }
    return unique;
  }

  /** An id made of a title, under the prefix of its phase where it has one. */
  derived(title: string, prefix: string, line: number): string {
    const slug = slugOf(title);
    return this.#claim(toItemId(prefix === '' ? slug : `${prefix}-${slug}`), line);
  }

  get warnings(): readonly Note[] {
    return this.#warnings;
  }

  #claim(id: string, line: number): string {
    let unique = id;
    for (let count = 2; this.#firstLines.has(unique.toLowerCase()); count += 1) {
      const suffix = `-${count}`;
      unique = `${id.slice(0, ITEM_ID_CHARS_MAX - suffix.length)}${suffix}`;
    }
    this.#firstLines.set(unique.toLowerCase(), line);
    return unique;
  }
}

/** A written id with what Git refs and file names do not allow replaced by `-`. */
export function toItemId(text: string): string {
  if (isItemId(text)) return text;
  const safe = text
    .normalize('NFKD')
    .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
    .replaceAll(/\.{2,}/g, '.')
    .replace(/^[^A-Za-z0-9]+/, '')
    .slice(0, ITEM_ID_CHARS_MAX)
    .replace(/(?:\.lock|[^A-Za-z0-9])+$/, '');
  return isItemId(safe) ? safe : `item-${hashOf(text)}`;
}

function slugOf(title: string): string {
  const slug = title
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, SLUG_CHARS_MAX)
    .replaceAll(/^-+|-+$/g, '');
  return slug === '' ? `item-${hashOf(title)}` : slug;
}

/** FNV-1a, 32 bits: short and stable, for titles that have no Latin letters to make a slug of. */
function hashOf(text: string): string {
  let hash = 0x811c9dc5;
  for (const char of text) {
    hash = Math.imul(hash ^ (char.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(16).padStart(8, '0');
}
