/** Items of one program. More are refused before anything starts. */
export const BACKLOG_ITEMS_MAX = 100_000;

export const ITEM_ID_CHARS_MAX = 64;

/**
 * Letters, digits and `. _ -`: an id becomes part of a workflow id, a Git ref and a file name, so it
 * has no slash, and nothing that Git refuses in a ref (git-check-ref-format(1)): no `..`, no dot at
 * the end and no `.lock`.
 */
export const ITEM_ID_PATTERN = /^(?!.*\.\.)(?!.*\.$)(?!.*\.lock$)[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/;

export function isItemId(text: string): boolean {
  return ITEM_ID_PATTERN.test(text);
}
