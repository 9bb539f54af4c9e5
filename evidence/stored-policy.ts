import type { BlobStore } from './blob-store.ts';
import type { Policy } from '../domain/policy.ts';

/** Policies kept in memory; a worker serves few programs at a time. */
const POLICIES_MAX = 16;

/** Stores the parsed policy of a program; its digest pins it for the program's whole life. */
export async function storePolicy(blobs: BlobStore, policy: Policy): Promise<string> {
  return blobs.put(Buffer.from(JSON.stringify(policy)));
}

/** Reads pinned policies by digest. Throws BLOB_MISSING and BLOB_DIGEST_MISMATCH. */
export function createPolicyReader(blobs: BlobStore): (digest: string) => Promise<Policy> {
  const known = new Map<string, Promise<Policy>>();
  return (digest) => {
    const found = known.get(digest);
    if (found !== undefined) return found;
    // The digest is checked on reading, so that what was stored as a policy is one.
    const reading = blobs
      .read(digest)
      .then((bytes) => JSON.parse(bytes.toString('utf8')) as Policy);
    if (known.size >= POLICIES_MAX) known.clear();
    known.set(digest, reading);
    reading.catch(() => known.delete(digest));
    return reading;
  };
}
