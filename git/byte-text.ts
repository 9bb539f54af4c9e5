/**
 * Git's file names are bytes, not text: most are UTF-8, none has to be. A "byte text" holds each
 * byte as one character (latin1), so that a name read from Git can be given back to it unchanged.
 */
export function byteText(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('latin1');
}

/** The bytes of a byte text. */
export function bytesOf(byteText: string): Uint8Array {
  return Buffer.from(byteText, 'latin1');
}

/** What a person reads, and what Node's file functions take: the bytes as UTF-8. */
export function readableText(byteText: string): string {
  return Buffer.from(byteText, 'latin1').toString('utf8');
}

/** The fields of a NUL-terminated list. */
export function nulFields(text: string): string[] {
  const fields = text.split('\0');
  if (fields.at(-1) === '') fields.pop();
  return fields;
}
