import { readableText } from './byte-text.ts';
import { repositoryCommands } from './repository-commands.ts';
import { runGit } from './git-process.ts';
import type { Repository } from './repository.ts';
import { inRepository } from './repository.ts';

/** Newest checkpoint commits that are read: the record that one names vouches for all before it. */
const COMMITS_MAX = 1_000;
const LINE = /^([^\t]+)\tsha256:([0-9a-f]{64})$/;

/** A checkpoint commit's word for the record that it rests on. */
export interface EvidenceTrailer {
  readonly program: string;
  /** Digest of the record, 64 hexadecimal digits. */
  readonly sha256: string;
}

/** What the newest checkpoint commits of all branches name in their trailers. Throws GIT_FAILED. */
export async function evidenceTrailers(
  repository: Repository,
): Promise<readonly EvidenceTrailer[]> {
  const command = repositoryCommands.trailers('Sluice-Program', 'Sluice-Evidence', COMMITS_MAX);
  const { stdout } = await runGit(inRepository(repository), command);
  return readableText(stdout)
    .split('\n')
    .flatMap((line) => {
      const [, program, sha256] = LINE.exec(line) ?? [];
      return program === undefined || sha256 === undefined ? [] : [{ program, sha256 }];
    });
}
