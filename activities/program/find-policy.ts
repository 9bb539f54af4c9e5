import { Fault } from '../../domain/fault.ts';
import type { FoundPolicy } from '../../domain/look-up.ts';
import type { BlobStore } from '../../evidence/blob-store.ts';
import { readStoredPolicy } from '../../evidence/stored-policy.ts';
import { zoneOffsets } from '../../policy/zone-offsets.ts';

/**
 * A policy by its digest, checked against its schema, with the offsets of its zone from now on.
 * Throws what the store throws other than that nothing, or something else, is stored there.
 */
export async function findPolicy(blobs: BlobStore, digest: string): Promise<FoundPolicy> {
  try {
    if (!(await blobs.has(digest))) return { kind: 'unknown' };
    const read = await readStoredPolicy(blobs, digest);
    if (read.kind === 'invalid') return read;
    const { policy } = read;
    const missing = await missingSigners(blobs, policy.allowedSigners?.sha256);
    if (missing !== null) return { kind: 'invalid', problem: missing };
    return policy.hours === undefined
      ? { kind: 'found', policy }
      : { kind: 'found', policy, zone: zoneOffsets(policy.hours.timezone, Date.now()) };
  } catch (error) {
    if (error instanceof Fault && error.kind === 'evidence') {
      return { kind: 'invalid', problem: error.message };
    }
    if (error instanceof RangeError) return { kind: 'invalid', problem: error.message };
    throw error;
  }
}

async function missingSigners(
  blobs: BlobStore,
  sha256: string | undefined,
): Promise<string | null> {
  const isThere = sha256 === undefined || (await blobs.has(sha256));
  return isThere ? null : `the allowed signers ${sha256} that it names are not stored`;
}
