import { branchTip } from '../git/refs.ts';
import { openRepository } from '../git/repository.ts';
import { overlayTree } from '../git/tree.ts';
import { commitFiles, initRepository } from './bench-repository.ts';
import type { Measured } from './figure.ts';
import { medianOf, timeMs } from './statistics.ts';
import { tempFolder } from './temp-folder.ts';

const ROUNDS = { warmUp: 3, counted: 30 };
const FILES = 200;
const PATTERNS = ['**/*.test.js'];

/**
 * What RED replay adds to the gate that it is: the tree with only the test files of the candidate on
 * what RED was proven on. The gate itself costs what its command and its sandbox cost.
 */
export async function measureRedReplay(): Promise<Readonly<Record<string, Measured>>> {
  using folder = tempFolder();
  initRepository(folder.path, filesOf('red'));
  const repository = await openRepository(folder.path);
  const red = await branchTip(repository, 'main');
  commitFiles(folder.path, filesOf('green'));
  const candidate = await branchTip(repository, 'main');
  const times: number[] = [];
  for (let round = 0; round < ROUNDS.warmUp + ROUNDS.counted; round += 1) {
    const ref = `refs/sluice/bench/replay-${round}`;
    const options = { base: red, from: candidate, patterns: PATTERNS, ref };
    const ms = await timeMs(() => overlayTree(repository, options));
    if (round >= ROUNDS.warmUp) times.push(ms);
  }
  return { 'red-replay-overhead': medianOf(times) };
}

/** As many tests as files under test, each with another text at each stage. */
function filesOf(stage: string): Readonly<Record<string, string>> {
  const names = Array.from({ length: FILES }, (_, nth) => [
    `code-${nth}.js`,
    `code-${nth}.test.js`,
  ]);
  return Object.fromEntries(names.flat().map((name) => [name, `// ${name} at ${stage}\n`]));
}
