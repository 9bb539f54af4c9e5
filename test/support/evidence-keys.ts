import { createPublicKey, generateKeyPairSync } from 'node:crypto';
import type { OrchestratorKey } from '../../evidence/orchestrator-key.ts';
import { sshFingerprint } from '../../evidence/ssh-key.ts';

/** A new key that is on no disk. */
export function newKey(): OrchestratorKey {
  const { privateKey } = generateKeyPairSync('ed25519');
  const publicKey = createPublicKey(privateKey);
  return { keyid: sshFingerprint(publicKey), privateKey, publicKey };
}
