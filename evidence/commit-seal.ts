import type { KeyObject } from 'node:crypto';
import { sshKeyBlob } from './ssh-key.ts';
import { makeSshSignature } from './word/make-ssh-signature.ts';
import { verifySshSignature } from './word/ssh-public-key.ts';
import { parseSshSignature, signedBytes } from './word/ssh-signature.ts';
import { WireError } from './word/ssh-wire.ts';

/** The namespace of Git's own signatures, apart from that of words. */
const GIT_NAMESPACE = 'git';

/** Signs commits with the orchestrator's key, as `git commit -S` would. */
export function commitSigner(privateKey: KeyObject): (unsigned: Uint8Array) => string {
  return (unsigned) => makeSshSignature(unsigned, { privateKey, namespace: GIT_NAMESPACE });
}

/** Why a commit's signature does not hold, in words; null where it is the key's. Never throws. */
export function whyNotSealed(
  { unsigned, armoured }: { readonly unsigned: Uint8Array; readonly armoured: string },
  publicKey: KeyObject,
): string | null {
  try {
    const signature = parseSshSignature(armoured);
    if (signature.namespace !== GIT_NAMESPACE) return 'its signature was not made for Git';
    if (!signature.key.equals(sshKeyBlob(publicKey))) return 'another key has signed it';
    const bytes = signedBytes(unsigned, signature);
    const isGood = verifySshSignature(signature.key, signature.signature, bytes);
    return isGood ? null : 'its signature does not belong to it';
  } catch (error) {
    if (error instanceof WireError) return `its signature cannot be read: ${error.message}`;
    throw error;
  }
}
