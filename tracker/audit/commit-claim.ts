/** What a document says where a commit belongs. */
export type CommitClaim =
  | { readonly kind: 'hashes'; readonly hashes: readonly string[] }
  /** Words in the place of a hash: "pending", "TBD", "this commit". */
  | { readonly kind: 'placeholder'; readonly text: string }
  /** Nothing, or a dash. */
  | { readonly kind: 'absent' };

/** Git abbreviates to seven digits or more; SHA-256 repositories have 64. */
const HASH = /(?<![\w/#.-])[0-9a-f]{7,64}(?![\w/])/gi;
/** Eight digits that read as a day of this century are a date, not a hash. */
const DATE = /^20[0-9]{6}$/;
const NOTHING = /^(?:[-–—]+|n\/?a|none|nil|null)?$/i;

/** Reads the text of a commit cell or of a `Commit:` section. */
export function readCommitClaim(text: string): CommitClaim {
  const hashes = hashesIn(text);
  if (hashes.length > 0) return { kind: 'hashes', hashes };
  const bare = text.replaceAll(/[`*_]/g, '').trim();
  return NOTHING.test(bare) ? { kind: 'absent' } : { kind: 'placeholder', text: bare };
}

/** Hashes in a text, lower case. A word that merely uses the letters a to f needs code marks. */
function hashesIn(text: string): string[] {
  return [...text.matchAll(HASH)]
    .filter((match) => isHash(match[0], text[match.index - 1] === '`'))
    .map((match) => match[0].toLowerCase());
}

function isHash(text: string, inCode: boolean): boolean {
  if (DATE.test(text)) return false;
  return inCode || /[0-9]/.test(text);
}
