import type { CheckpointRecord, EvidenceRecord } from '../domain/evidence-record.ts';
import { Fault } from '../domain/fault.ts';
import type { Policy } from '../domain/policy.ts';
import { whyNotSealed } from '../evidence/commit-seal.ts';
import type { EvidenceProblem } from '../evidence/problem.ts';
import { commitHeader, withoutSignature } from './commit-signature.ts';
import { readCommits } from './read-commits.ts';
import type { Repository } from './repository.ts';
import type { KeyObject } from 'node:crypto';

interface Made {
  readonly seq: number;
  readonly policyDigest: string;
  readonly item: string | null;
  readonly checkpoint: Pick<CheckpointRecord, 'commit' | 'tree' | 'parent'>;
}

/** Gathers the checkpoints of a log, and holds their commits against the policy afterwards. */
export interface SealCheck {
  add(placed: { readonly seq: number; readonly record: EvidenceRecord }): void;
  /** What is wrong with commits that the policy wants signed; reads them from the repository. */
  problems(repository: Repository): Promise<readonly EvidenceProblem[]>;
  /** Checkpoints whose policy wants them signed. */
  demanded(): Promise<number>;
}

/**
 * Checks the commits of checkpoints whose policy says `signCheckpoints`: each is in the repository,
 * holds what its record says, and is signed by the orchestrator's key.
 */
export function createSealCheck(options: {
  readonly publicKey: KeyObject;
  readonly readPolicy: (digest: string) => Promise<Policy>;
}): SealCheck {
  const made: Made[] = [];
  const demanded = async (): Promise<readonly Made[]> => {
    const wanted: Made[] = [];
    for (const each of made) {
      if (await isDemanded(options.readPolicy, each.policyDigest)) wanted.push(each);
    }
    return wanted;
  };
  return {
    add: ({ seq, record: { body, scope } }) => {
      if (body.type !== 'checkpoint') return;
      const { commit, tree, parent } = body;
      const { policyDigest, item } = scope;
      made.push({ seq, policyDigest, item, checkpoint: { commit, tree, parent } });
    },
    problems: async (repository) => {
      const wanted = await demanded();
      const hashes = wanted.map(({ checkpoint }) => checkpoint.commit);
      const commits = await readCommits(repository, hashes);
      return wanted.flatMap(({ seq, item, checkpoint }) => {
        const reason = whyBad(commits.get(checkpoint.commit), checkpoint, options.publicKey);
        if (reason === null) return [];
        const message = `The commit ${checkpoint.commit} of ${item} does not hold: ${reason}.`;
        return [{ code: 'COMMIT_NOT_GENUINE', record: seq, message }];
      });
    },
    demanded: async () => (await demanded()).length,
  };
}

async function isDemanded(
  readPolicy: (digest: string) => Promise<Policy>,
  digest: string,
): Promise<boolean> {
  try {
    return (await readPolicy(digest)).signCheckpoints === true;
  } catch (error) {
    // What is missing or was changed is reported as such; here it only means that nothing is known.
    if (error instanceof Fault && error.kind === 'evidence') return false;
    throw error;
  }
}

function whyBad(
  object: Uint8Array | undefined,
  { tree, parent }: Made['checkpoint'],
  publicKey: KeyObject,
): string | null {
  if (object === undefined) return 'the repository does not have it';
  const signed = withoutSignature(object);
  if (signed === null) return 'it is not signed, which the policy demands';
  const reason = whyNotSealed(signed, publicKey);
  if (reason !== null) return reason;
  if (commitHeader(object, 'tree') !== tree) return 'it has another tree than its record';
  return commitHeader(object, 'parent') === parent ? null : 'it has another parent than its record';
}
