import type { BlobStore } from './blob-store.ts';
import type { Policy } from '../domain/policy.ts';
import { StoredPolicy } from './policy.schema.ts';

/** Policies kept in memory; a worker serves few programs at a time. */
const POLICIES_MAX = 16;

/** Largest policy that a workflow carries along, without its items: Temporal's limit is 2 MB. */
export const PINNED_POLICY_BYTES_MAX = 256 * 1024;

/** Stores the parsed policy of a program; its digest pins it for the program's whole life. */
export async function storePolicy(blobs: BlobStore, policy: Policy): Promise<string> {
  return blobs.put(Buffer.from(storedText(policy)));
}

/** The text that is stored of a policy, and whose SHA-256 is its digest. */
export function storedText(policy: Policy): string {
  return JSON.stringify(policy);
}

/**
 * A policy that somebody else stored, held against the schema. Throws BLOB_MISSING and
 * BLOB_DIGEST_MISMATCH.
 */
export async function readStoredPolicy(
  blobs: BlobStore,
  digest: string,
): Promise<
  | { readonly kind: 'read'; readonly policy: Policy }
  | { readonly kind: 'invalid'; readonly problem: string }
> {
  const limitBytes = PINNED_POLICY_BYTES_MAX + 1;
  const bytes = await blobs.read(digest, { limitBytes });
  if (bytes.length >= limitBytes) {
    return { kind: 'invalid', problem: `it is larger than ${PINNED_POLICY_BYTES_MAX} bytes` };
  }
  const parsed = StoredPolicy.safeParse(jsonOf(bytes));
  if (parsed.success) return { kind: 'read', policy: parsed.data as Policy };
  const [issue] = parsed.error.issues;
  const path = issue?.path.join('.') ?? '';
  const where = path === '' ? '' : ` at ${path}`;
  return { kind: 'invalid', problem: `it is no policy${where}: ${issue?.message ?? ''}` };
}

/** Undefined for what is no JSON; the schema refuses that like anything else. */
function jsonOf(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
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
