import type { ReportFormat } from '../domain/test-report.ts';
import type { ProjectKind } from './project-kind.ts';

/** The commands of a kind of project. */
export interface ProjectCommands {
  /** Runs the tests of one item and writes `$SLUICE_REPORT`; null where no runner is known. */
  readonly itemTests: { readonly run: string; readonly report: ReportFormat } | null;
  /** The whole suite. */
  readonly verify: string;
  readonly testPatterns: readonly string[];
  /** What an item may name in `tests:`. */
  readonly exampleTest: string;
}

const NODE_TESTS = ['test/**', 'tests/**', '**/*.test.*', '**/*.spec.*'];

/**
 * Item commands leave `$SLUICE_ITEM_TESTS` unquoted: it holds file names joined by spaces, and each
 * must be a word of its own.
 */
const COMMANDS: Readonly<Record<ProjectKind, ProjectCommands>> = {
  vitest: {
    itemTests: {
      run: 'npx vitest run $SLUICE_ITEM_TESTS --reporter=junit --outputFile="$SLUICE_REPORT"',
      report: 'junit',
    },
    verify: 'npx vitest run',
    testPatterns: NODE_TESTS,
    exampleTest: 'test/example.test.ts',
  },
  jest: {
    // jest-junit is the reporter that Jest's own documentation names; its file is set by environment.
    itemTests: {
      run: 'JEST_JUNIT_OUTPUT_FILE="$SLUICE_REPORT" npx jest $SLUICE_ITEM_TESTS --reporters=default --reporters=jest-junit',
      report: 'junit',
    },
    verify: 'npx jest',
    testPatterns: [...NODE_TESTS, '**/__tests__/**'],
    exampleTest: 'test/example.test.js',
  },
  'node-test': {
    itemTests: {
      run: 'node --test --test-reporter=junit --test-reporter-destination="$SLUICE_REPORT" $SLUICE_ITEM_TESTS',
      report: 'junit',
    },
    verify: 'npm test',
    testPatterns: NODE_TESTS,
    exampleTest: 'test/example.test.js',
  },
  go: {
    itemTests: {
      run: 'go test -json $SLUICE_ITEM_TESTS > "$SLUICE_REPORT"',
      report: 'go-test-json',
    },
    verify: 'go vet ./... && go test ./...',
    testPatterns: ['**/*_test.go', '**/testdata/**'],
    exampleTest: './example',
  },
  pytest: {
    itemTests: {
      run: 'python3 -m pytest $SLUICE_ITEM_TESTS --junitxml="$SLUICE_REPORT"',
      report: 'junit',
    },
    verify: 'python3 -m pytest',
    testPatterns: ['tests/**', 'test/**', '**/test_*.py', '**/*_test.py', '**/conftest.py'],
    exampleTest: 'tests/test_example.py',
  },
  plain: {
    itemTests: null,
    // A check that any repository can pass or fail: no conflict markers were left in a file.
    verify: "! git grep -nE '^(<{7}|>{7}) '",
    testPatterns: [],
    exampleTest: '',
  },
};

/** What makes a fresh worktree ready, by the lockfile that the repository has. */
const PREPARE: Readonly<Record<string, string>> = {
  'package-lock.json': 'npm ci',
  'pnpm-lock.yaml': 'pnpm install --frozen-lockfile',
  'yarn.lock': 'yarn install --immutable',
  'uv.lock': 'uv sync --frozen',
};

/** The command that installs what a lockfile among `files` names, or null for none. */
export function prepareCommand(files: readonly string[]): string | null {
  const lockfile = Object.keys(PREPARE).find((file) => files.includes(file));
  return lockfile === undefined ? null : (PREPARE[lockfile] ?? null);
}

export function projectCommands(kind: ProjectKind): ProjectCommands {
  return COMMANDS[kind];
}
