import { createHash } from 'node:crypto';

/** sha256 as 64 lower-case hexadecimal digits. */
export function sha256Hex(bytes: string | Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
