import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBlobStore } from '../evidence/blob-store.ts';
import { sha256Hex } from '../evidence/sha256.ts';
import { InvalidInput } from './invalid-input.ts';
import { POLICY_FILE } from './read-policy.ts';
import { remembered } from './session.ts';

export const POLICY_DIFFERS =
  'sluice.yaml differs from the policy that is in force, and changes nothing until a release lead accepts it: `sluice decide accept-policy --dry-run` shows in what';

/**
 * Whether `sluice.yaml` says something else than the policy in force. `pinned` is its digest as the
 * program says it; without, it is what was remembered here. False where one of the two is not here.
 */
export async function isPolicyEdited(
  place: { readonly root: string; readonly stateDir: string },
  named: { readonly program: string; readonly pinned: string | null },
): Promise<boolean> {
  const { root, stateDir } = place;
  const known = remembered(stateDir, named.program);
  const pinned = named.pinned ?? known?.policyDigest ?? null;
  const dir = join(stateDir, 'evidence');
  if (pinned === null || !existsSync(dir) || !existsSync(join(root, POLICY_FILE))) return false;
  // The file as it was when this policy was pinned needs no reading of what it means.
  const isUntouched = pinned === known?.policyDigest && known.policyFile === (await fileOf(root));
  if (isUntouched) return false;
  const blobs = await openBlobStore(dir);
  if (!(await blobs.has(pinned))) return false;
  // Reading YAML and its schema costs more than everything else that a quick verb does.
  const { createPolicyReader } = await import('../evidence/stored-policy.ts');
  const { editedPolicy } = await import('./edited-policy.ts');
  try {
    const { digest } = await editedPolicy(root, await createPolicyReader(blobs)(pinned));
    return digest !== pinned;
  } catch (error) {
    // What has mistakes in it is not what was pinned; `sluice plan` shows them.
    if (error instanceof InvalidInput) return true;
    throw error;
  }
}

/** SHA-256 of the text of `sluice.yaml`. */
export async function fileOf(root: string): Promise<string> {
  return sha256Hex(await readFile(join(root, POLICY_FILE)));
}
