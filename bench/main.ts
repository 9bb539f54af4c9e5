import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { type Bench, BENCHES } from './benches.ts';
import { type Figure, judgeFigure, type Measured } from './figure.ts';
import { figureTable } from './figure-table.ts';
import { selectBenches } from './select-benches.ts';

/** Longer than any bench takes on a busy machine; then it is ended and its figures are missing. */
const BENCH_MS_MAX = 300_000;
const USAGE_EXIT_CODE = 2;
const SECOND_MS = 1_000;

/** `npm run bench`: measures every figure, or those of `--only`, and prints them. */
async function main(args: readonly string[]): Promise<number> {
  const { values } = parseArgs({
    args: [...args],
    options: { json: { type: 'boolean', default: false }, only: { type: 'string' } },
  });
  const benches = selectBenches(BENCHES, values.only);
  if (benches.length === 0) {
    const known = BENCHES.flatMap((bench) => [bench, ...bench.figures]).map(({ name }) => name);
    const names = [...new Set(known)].join(', ');
    process.stderr.write(`There is no figure or bench ${values.only}. Known: ${names}.\n`);
    return USAGE_EXIT_CODE;
  }
  const figures: Figure[] = [];
  for (const bench of benches) figures.push(...(await figuresOf(bench)));
  const document = { schemaVersion: 1, kind: 'bench', data: { figures } };
  process.stdout.write(
    values.json ? `${JSON.stringify(document, null, 2)}\n` : figureTable(figures),
  );
  // A figure that missed its mark is a result, not a failure; one without a value is a failure.
  return figures.every(({ value }) => value !== null) ? 0 : 1;
}

async function figuresOf(bench: Bench): Promise<readonly Figure[]> {
  const began = performance.now();
  const measured = await measureInChild(bench.name);
  const seconds = ((performance.now() - began) / SECOND_MS).toFixed(1);
  process.stderr.write(`${measured === null ? '✗' : '✓'} ${bench.name} (${seconds} s)\n`);
  return bench.figures.map((spec) => judgeFigure(spec, measured?.[spec.name]));
}

type AllMeasured = Readonly<Record<string, Measured>>;

/** Null when the bench failed; it said why on standard error. */
function measureInChild(name: string): Promise<AllMeasured | null> {
  const entry = fileURLToPath(new URL('./run-bench.js', import.meta.url));
  // What a bench prints is no result: standard output carries the figures alone.
  const child = fork(entry, [name], { stdio: ['ignore', 2, 2, 'ipc'] });
  const timer = setTimeout(() => child.kill('SIGKILL'), BENCH_MS_MAX);
  return new Promise((resolve) => {
    let measured: AllMeasured | null = null;
    child.once('message', (message) => (measured = message as AllMeasured));
    child.once('error', () => resolve(null));
    child.once('exit', () => {
      clearTimeout(timer);
      resolve(measured);
    });
  });
}

process.exitCode = await main(process.argv.slice(2));
