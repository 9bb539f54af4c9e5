/** Makes the armoured SSH signature of a commit object as it is without one. */
export type CommitSigner = (unsigned: Uint8Array) => string;

/** A commit in a repository of SHA-256 objects has another header for its signature. */
const SHA256_HEX_CHARS = 64;
const SIGNATURE_HEADER = /^(?:gpgsig|gpgsig-sha256)$/;

/**
 * The commit object with its signature as the last header, where `git commit -S` puts it: lines after
 * the first are indented by a blank. Source: gitformat-signature(5).
 */
export function withSignature(
  unsigned: Uint8Array,
  { armoured, hash }: { readonly armoured: string; readonly hash: string },
): Uint8Array {
  const bytes = Buffer.from(unsigned);
  const name = hash.length === SHA256_HEX_CHARS ? 'gpgsig-sha256' : 'gpgsig';
  const header = `${name} ${armoured.trimEnd().replaceAll('\n', '\n ')}\n`;
  const end = headerEnd(bytes);
  return Buffer.concat([bytes.subarray(0, end), Buffer.from(header), bytes.subarray(end)]);
}

export interface SignedCommit {
  /** The commit object as it was signed. */
  readonly unsigned: Uint8Array;
  readonly armoured: string;
}

/** Takes a commit's signature out of it; null where it has none, or more than one. */
export function withoutSignature(object: Uint8Array): SignedCommit | null {
  const bytes = Buffer.from(object);
  const end = headerEnd(bytes);
  // Each byte is a character, so that the rest stays as it is.
  const headers = bytes
    .subarray(0, end)
    .toString('latin1')
    .split(/\n(?! )/);
  const signatures = headers.filter((each) => SIGNATURE_HEADER.test(nameOf(each)));
  const [signature] = signatures;
  if (signature === undefined || signatures.length > 1) return null;
  const rest = headers.filter((each) => each !== signature).join('\n');
  return {
    unsigned: Buffer.concat([Buffer.from(rest, 'latin1'), bytes.subarray(end)]),
    armoured: `${signature.slice(nameOf(signature).length + 1).replaceAll('\n ', '\n')}\n`,
  };
}

/** What a commit says of itself in its first lines. */
export function commitHeader(object: Uint8Array, name: 'tree' | 'parent'): string | null {
  const bytes = Buffer.from(object);
  const headers = bytes.subarray(0, headerEnd(bytes)).toString('latin1').split('\n');
  return headers.find((each) => each.startsWith(`${name} `))?.slice(name.length + 1) ?? null;
}

function nameOf(header: string): string {
  return header.slice(0, Math.max(0, header.indexOf(' ')));
}

/** Where the empty line is that ends the headers. */
function headerEnd(bytes: Buffer): number {
  const end = bytes.indexOf('\n\n');
  return end === -1 ? bytes.length : end + 1;
}
