import { spawnSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { parseReport } from '../../activities/test-reports/parse-report.ts';
import type { ReportReading } from '../../domain/rules/report-reading.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import type { ReportFormat } from '../../domain/test-report.ts';
import { runThatEnded } from './run-facts.ts';

/** What a project's one source file and one test file say; undefined leaves the file out. */
export interface Situation {
  readonly source?: string;
  readonly test?: string;
}

/** One situation in each language. */
export type Language = 'javascript' | 'go';

/** A real test runner with the report that it writes. */
export interface Runner {
  readonly name: string;
  readonly language: Language;
  readonly format: ReportFormat;
  /** How an undeclared missing name is refused: vitest loads the file and the call fails. */
  readonly missingSymbolCode: 'RED_FAILED_TO_LOAD' | 'RED_FAILED_BY_ERROR';
  /** Whether a file that does not load says why in this report. */
  readonly explainsLoad: boolean;
  readonly files: Readonly<Record<keyof Situation, string>>;
  readonly argv: (report: string) => readonly string[];
  /** Turns the neutral test text into this runner's. */
  readonly dialect: (text: string) => string;
  readonly toStdout: boolean;
}

const NODE_MODULES = fileURLToPath(new URL('../../node_modules', import.meta.url));
const JAVASCRIPT_FILES = { source: 'src/auth.mjs', test: 'test/auth.test.mjs' };
const same = (text: string): string => text;
const forVitest = (text: string): string => text.replace("'node:test'", "'vitest'");

const nodeTest = (reporter: 'junit' | 'tap'): Runner => ({
  name: `node:test ${reporter}`,
  language: 'javascript',
  format: reporter,
  missingSymbolCode: 'RED_FAILED_TO_LOAD',
  explainsLoad: reporter === 'tap',
  files: JAVASCRIPT_FILES,
  argv: () => [process.execPath, '--test', `--test-reporter=${reporter}`, JAVASCRIPT_FILES.test],
  dialect: same,
  toStdout: true,
});

const vitest = (reporter: 'junit' | 'tap'): Runner => ({
  name: `vitest ${reporter}`,
  language: 'javascript',
  format: reporter,
  missingSymbolCode: 'RED_FAILED_BY_ERROR',
  explainsLoad: true,
  files: JAVASCRIPT_FILES,
  argv: (report) => [
    process.execPath,
    join(NODE_MODULES, 'vitest/vitest.mjs'),
    'run',
    '--root=.',
    '--passWithNoTests',
    `--reporter=${reporter}`,
    ...(reporter === 'junit' ? [`--outputFile=${report}`] : []),
  ],
  dialect: forVitest,
  toStdout: reporter === 'tap',
});

const goTest: Runner = {
  name: 'go test -json',
  language: 'go',
  format: 'go-test-json',
  missingSymbolCode: 'RED_FAILED_TO_LOAD',
  explainsLoad: true,
  files: { source: 'auth/auth.go', test: 'auth/auth_test.go' },
  argv: () => ['go', 'test', '-json', './auth'],
  dialect: same,
  toStdout: true,
};

export const JAVASCRIPT_RUNNERS = [
  nodeTest('junit'),
  nodeTest('tap'),
  vitest('junit'),
  vitest('tap'),
];
export const GO_RUNNERS = spawnSync('go', ['version']).status === 0 ? [goTest] : [];

export interface RunnerRun {
  readonly outcome: RunOutcome;
  readonly report: ReportReading;
  readonly stderr: string;
}

/** Runs the tests of a situation in a new folder and reads their report. */
export function runSituation(runner: Runner, situation: Situation): RunnerRun {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'sluice-runner-')));
  try {
    writeProject(root, runner, situation);
    const reportPath = join(root, 'report');
    const [command = '', ...args] = runner.argv(reportPath);
    const run = spawnSync(command, args, { cwd: root, env: environment(), encoding: 'utf8' });
    const bytes = runner.toStdout ? Buffer.from(run.stdout) : readIfThere(reportPath);
    return {
      outcome: runThatEnded({ kind: 'exited', exitCode: run.status ?? 255 }),
      report: parseReport({ format: runner.format, bytes, root }),
      stderr: run.stderr,
    };
  } finally {
    rmSync(root, { recursive: true });
  }
}

function writeProject(root: string, runner: Runner, situation: Situation): void {
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  };
  if (runner.language === 'go') write('go.mod', 'module example.com/shop\n\ngo 1.20\n');
  else symlinkSync(NODE_MODULES, join(root, 'node_modules'));
  for (const key of ['source', 'test'] as const) {
    const text = situation[key];
    if (text !== undefined) write(runner.files[key], runner.dialect(text));
  }
}

function readIfThere(path: string): Buffer | null {
  return existsSync(path) ? readFileSync(path) : null;
}

/** The environment without what the test runner around this one would pass on. */
function environment(): NodeJS.ProcessEnv {
  const own = /^(?:VITEST|NODE_|TEST$|DEV$|PROD$|MODE$|FORCE_COLOR|TINYPOOL)/;
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !own.test(name)));
}
