import { createHash } from 'node:crypto';

/** File systems take names of 255 bytes; Git adds `.lock` to them. */
const REF_PART_CHARS_MAX = 200;

/**
 * Under what name an object of an item is kept alive: `refs/sluice/<program>/<item>/<what>`.
 * Two different triples never share a name, see `refPart`.
 */
export function sluiceRef(scope: RefScope, what: string): string {
  return ['refs/sluice', ...[scope.program, scope.item, what].map(refPart)].join('/');
}

/** Whose objects a ref keeps; programs keep their own under the item `-`. */
export interface RefScope {
  readonly program: string;
  readonly item: string;
}

/** The full name of a branch; both `main` and `refs/heads/main` are understood. */
export function branchRef(branch: string): string {
  return branch.startsWith('refs/heads/') ? branch : `refs/heads/${branch}`;
}

/**
 * One part of a ref name: every byte but letters, digits, `_` and `-` percent-encoded, which
 * leaves nothing that git-check-ref-format(1) forbids. A part that would be too long is cut and
 * ends in its digest; `%h` occurs in no encoded text.
 */
export function refPart(text: string): string {
  const encoded = [...Buffer.from(text, 'utf8')]
    .map((byte) => String.fromCharCode(byte))
    .map((char) => (/[A-Za-z0-9_-]/.test(char) ? char : percent(char)))
    .join('');
  if (encoded.length <= REF_PART_CHARS_MAX && encoded !== '') return encoded;
  const digest = createHash('sha256').update(text).digest('hex');
  return `${encoded.slice(0, REF_PART_CHARS_MAX / 2)}%h${digest}`;
}

function percent(char: string): string {
  return `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}
