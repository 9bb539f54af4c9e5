import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Fault } from '../domain/fault.ts';
import { parsePolicy, type ParsedPolicy } from '../policy/parse-policy.ts';
import { POLICY_BYTES_MAX } from '../policy/policy-limits.ts';
import { InvalidInput } from './invalid-input.ts';

export const POLICY_FILE = 'sluice.yaml';

/** Reads and checks the policy of a repository. Throws POLICY_NOT_FOUND, POLICY_TOO_LARGE, InvalidInput. */
export async function readPolicy(root: string): Promise<Extract<ParsedPolicy, { kind: 'ok' }>> {
  const path = join(root, POLICY_FILE);
  const size = await stat(path).then(
    (found) => found.size,
    () => null,
  );
  if (size === null) throw new Fault({ code: 'POLICY_NOT_FOUND', facts: { path } });
  // The size is looked at first, so that a huge file is never read at all.
  if (size > POLICY_BYTES_MAX) {
    const facts = { bytes: size, bytesMax: POLICY_BYTES_MAX };
    throw new Fault({ code: 'POLICY_TOO_LARGE', facts, where: POLICY_FILE });
  }
  const parsed = parsePolicy(await readFile(path, 'utf8'), POLICY_FILE);
  if (parsed.kind === 'invalid') throw new InvalidInput(parsed.problems);
  return parsed;
}
