import { Fault } from '../domain/fault.ts';
import { type EvidenceReader, openEvidenceReader } from '../evidence/log-reader.ts';
import { evidenceTrailers } from '../git/evidence-trailers.ts';
import { openRepository, type Repository } from '../git/repository.ts';

/**
 * Digests of records that the repository's checkpoint commits name, so that a shortened log shows.
 * A clone may hold commits of programs that ran on another machine: only programs that this log
 * knows are held against it, and all of them where it is empty or cannot be read. Empty outside of a
 * repository.
 */
export async function evidenceAnchors(folder: string, dir: string): Promise<readonly string[]> {
  const repository = await repositoryOrNull(folder);
  if (repository === null) return [];
  const trailers = await evidenceTrailers(repository);
  const known = await knownPrograms(dir, new Set(trailers.map((each) => each.program)));
  return trailers
    .filter((each) => known === 'any' || known.has(each.program))
    .map((each) => each.sha256);
}

/** The repository of a folder; null outside of one. */
export async function repositoryOrNull(folder: string): Promise<Repository | null> {
  return openRepository(folder).catch(nullOutside);
}

function nullOutside(error: unknown): null {
  if (error instanceof Fault && error.code === 'NOT_A_REPOSITORY') return null;
  throw error;
}

async function knownPrograms(
  dir: string,
  programs: ReadonlySet<string>,
): Promise<ReadonlySet<string> | 'any'> {
  try {
    const reader = await openEvidenceReader({ dir });
    try {
      if ((await reader.head()).records === 0) return 'any';
      return await programsIn(reader, programs);
    } finally {
      await reader.close();
    }
  } catch (error) {
    if (error instanceof Fault && error.kind === 'evidence') return 'any';
    throw error;
  }
}

async function programsIn(
  reader: EvidenceReader,
  programs: ReadonlySet<string>,
): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const program of programs) {
    const { total } = await reader.list({ program, offset: 0, limit: 0 });
    if (total > 0) known.add(program);
  }
  return known;
}
