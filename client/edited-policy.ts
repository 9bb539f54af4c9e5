import type { Policy } from '../domain/policy.ts';
import { sha256Hex } from '../evidence/sha256.ts';
import type { BlobStore } from '../evidence/blob-store.ts';
import { storedText, storePolicy } from '../evidence/stored-policy.ts';
import { loadProgram } from './load-program.ts';
import { checkSigners, pinSigners } from './pin-signers.ts';
import { readPolicy } from './read-policy.ts';

/** What `sluice.yaml` says now, as it would be pinned; nothing has been stored. */
export interface EditedPolicy {
  readonly policy: Policy;
  readonly digest: string;
  /** Stores it, and the signers that it names; returns its digest. */
  store(blobs: BlobStore): Promise<string>;
}

/**
 * Reads and checks `sluice.yaml` with its backlog, as for a start. A program that was started with a
 * document of its own keeps that where the file names none. Throws what `loadProgram` throws.
 */
export async function editedPolicy(root: string, pinned: Policy): Promise<EditedPolicy> {
  const { policy: written } = await readPolicy(root);
  const { policy } = await loadProgram(root, written.backlog ?? pinned.backlog);
  const signers = await checkSigners(root, policy);
  const signed =
    signers === null
      ? policy
      : { ...policy, allowedSigners: { path: signers.path, sha256: sha256Hex(signers.bytes) } };
  return {
    policy: signed,
    digest: sha256Hex(storedText(signed)),
    store: async (blobs) => storePolicy(blobs, await pinSigners(root, policy, blobs)),
  };
}
