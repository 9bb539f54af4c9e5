import { repositoryCommands } from './repository-commands.ts';
import type { Identity } from './git-command.ts';
import { type CommitSigner, withSignature } from './commit-signature.ts';
import { readCommits } from './read-commits.ts';
import { gitFailed, runGit } from './git-process.ts';
import { inRepository } from './repository.ts';
import type { Repository } from './repository.ts';

/** One `Name: value` line at the end of a commit message, see git-interpret-trailers(1). */
export type Trailer = readonly [name: string, value: string];

export interface CommitText {
  /** Subject and body. */
  readonly message: string;
  readonly trailers: readonly Trailer[];
}

export interface CheckpointCommitParts extends CommitText {
  readonly tree: string;
  readonly parent: string;
  readonly author: Identity;
  readonly committer: Identity;
  /** Milliseconds since the epoch, the commit's two dates. */
  readonly atMs: number;
}

/**
 * Writes the commit object and returns its hash; the same parts make the same hash for ever, also
 * when it is signed. What is signed is what `git commit-tree` makes of the parts, to the byte.
 */
export async function writeCommit(
  repository: Repository,
  parts: CheckpointCommitParts,
  sign?: CommitSigner,
): Promise<string> {
  const { tree, parent, author, committer, atMs } = parts;
  const command = repositoryCommands.commitTree({
    tree,
    parents: [parent],
    message: commitMessage(parts),
    author,
    committer,
    atSeconds: Math.floor(atMs / 1000),
  });
  const place = inRepository(repository);
  const commit = (await runGit(place, command)).stdout.trim();
  if (sign === undefined) return commit;
  const unsigned = (await readCommits(repository, [commit])).get(commit);
  if (unsigned === undefined) throw gitFailed('cat-file', 0, `${commit} cannot be read back`);
  const signed = withSignature(unsigned, { armoured: sign(unsigned), hash: commit });
  return (await runGit(place, repositoryCommands.writeCommitObject(signed))).stdout.trim();
}

/** The message with its trailers as the last paragraph. Each trailer stays on one line. */
export function commitMessage({ message, trailers }: CommitText): string {
  const lines = trailers.map(([name, value]) => `${name}: ${oneLine(value)}`);
  const paragraphs = [message.trim(), lines.join('\n')].filter((each) => each !== '');
  return `${paragraphs.join('\n\n')}\n`.replaceAll('\0', ' ');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export type Advance = { readonly moved: true } | { readonly moved: false; readonly stderr: string };

/** Moves a ref from one commit to the next, or not at all when it is elsewhere by now. */
export async function advanceBranch(
  repository: Repository,
  move: {
    readonly ref: string;
    readonly from: string | null;
    readonly to: string;
    readonly reason: string;
  },
): Promise<Advance> {
  const { ref, from, to, reason } = move;
  const command = repositoryCommands.moveRef({ ref, commit: to, expected: from, reason });
  const { exitCode, stderr } = await runGit(inRepository(repository), command);
  return exitCode === 0 ? { moved: true } : { moved: false, stderr };
}

/** Whether the commit is the other one or an ancestor of it. */
export async function isAncestor(
  repository: Repository,
  { ancestor, of }: { readonly ancestor: string; readonly of: string },
): Promise<boolean> {
  if (ancestor === of) return true;
  const command = repositoryCommands.isAncestor(ancestor, of);
  return (await runGit(inRepository(repository), command)).exitCode === 0;
}
