import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Policy } from '../domain/policy.ts';
import type { BlobStore } from '../evidence/blob-store.ts';
import {
  ALLOWED_SIGNERS_BYTES_MAX,
  parseAllowedSigners,
} from '../evidence/word/allowed-signers.ts';
import { InvalidInput } from './invalid-input.ts';

/**
 * The policy with the content of its `allowedSigners` file stored and named by digest: editing the
 * file later changes nothing for a program that was started. Throws InvalidInput for a file that is
 * missing or has a slip in it.
 */
export async function pinSigners(root: string, policy: Policy, blobs: BlobStore): Promise<Policy> {
  const found = await checkSigners(root, policy);
  if (found === null) return policy;
  const { path, bytes } = found;
  return { ...policy, allowedSigners: { path, sha256: await blobs.put(bytes) } };
}

/** The content of the `allowedSigners` file; null where the policy names none. Throws InvalidInput. */
export async function checkSigners(
  root: string,
  { allowedSigners }: Pick<Policy, 'allowedSigners'>,
): Promise<{ readonly path: string; readonly bytes: Buffer } | null> {
  if (allowedSigners === undefined) return null;
  const { path } = allowedSigners;
  const bytes = await readSigners(join(root, path), path);
  const parsed = parseAllowedSigners(bytes.toString('utf8'));
  if (parsed.kind === 'invalid') {
    throw badSigners(path, {
      line: parsed.line,
      expected: parsed.expected,
      found: 'something else',
    });
  }
  return { path, bytes };
}

async function readSigners(file: string, path: string): Promise<Buffer> {
  const size = await stat(file).then(
    (found) => (found.isFile() ? found.size : null),
    () => null,
  );
  if (size === null) throw badSigners(path, { line: 1, expected: 'a file', found: 'none' });
  if (size > ALLOWED_SIGNERS_BYTES_MAX) {
    const expected = `at most ${ALLOWED_SIGNERS_BYTES_MAX} bytes`;
    throw badSigners(path, { line: 1, expected, found: `${size} bytes` });
  }
  return readFile(file);
}

function badSigners(
  file: string,
  problem: { readonly line: number; readonly expected: string; readonly found: string },
): InvalidInput {
  const fix = 'Write it as "ALLOWED SIGNERS" in ssh-keygen(1) says, one key a line.';
  const place = { file, column: 1, excerpt: '', facts: {} };
  return new InvalidInput([{ code: 'POLICY_INVALID', ...place, ...problem, fix }]);
}
