import type { TestFailure } from '../../domain/test-report.ts';
import type { CaseList } from './case-list.ts';
import { classifyBuild } from './go-build-output.ts';
import type { GoEvent } from './go-event.ts';

/** Lines of one test's or package's output that are looked at to classify it. */
const OUTPUT_LINES_MAX = 200;
/** Go's own lines around the output of a test. */
const FRAME = /^\s*(?:=== (?:RUN|PAUSE|CONT|NAME)|--- (?:PASS|FAIL|SKIP))\b/;
const CRASH = /^(?:panic: |fatal error: |WARNING: DATA RACE)/;

interface GoTest {
  readonly name: string;
  status: 'passed' | 'failed' | 'skipped' | null;
  readonly output: string[];
}

const STATUS_OF = new Map<string, 'passed' | 'failed' | 'skipped'>([
  ['pass', 'passed'],
  ['fail', 'failed'],
  ['skip', 'skipped'],
]);

/** The events of one package's test binary, and the cases that they come to. */
export class GoPackage {
  readonly path: string;
  readonly #tests: GoTest[] = [];
  readonly #current = new Map<string, GoTest>();
  readonly #output: string[] = [];
  #status: 'passed' | 'failed' | 'skipped' | null = null;
  failedBuild: string | null = null;

  constructor(path: string) {
    this.path = path;
  }

  /** Whether the package's own end was reported, and the ends of all tests with it. */
  get complete(): boolean {
    if (this.#status === null) return false;
    return this.#status === 'failed' || this.#tests.every((each) => each.status !== null);
  }

  fail(failedBuild: string): void {
    this.#status = 'failed';
    this.failedBuild = failedBuild;
  }

  take(event: GoEvent): void {
    const status = STATUS_OF.get(event.action);
    const test = event.test === null ? null : this.#test(event.test, event.action === 'run');
    if (event.action === 'output') keep(test?.output ?? this.#output, event.output);
    if (status === undefined) return;
    if (test !== null) test.status = status;
    else {
      this.#status = status;
      this.failedBuild ??= event.failedBuild;
    }
  }

  /** Adds the cases: tests with subtests are not cases unless they failed by themselves. */
  addTo(list: CaseList, builds: ReadonlyMap<string, readonly string[]>): void {
    const parents = new Set(this.#tests.flatMap((each) => ancestors(each.name)));
    const failing = this.#tests.filter((each) => each.status === 'failed' || each.status === null);
    const blamed = new Set(failing.flatMap((each) => ancestors(each.name)));
    let failed = false;
    for (const test of this.#tests) {
      const status = test.status ?? 'failed';
      const crashed = test.output.some((line) => CRASH.test(line));
      const ownCause = status === 'failed' && (crashed || !blamed.has(test.name));
      if (parents.has(test.name) && !ownCause) continue;
      failed ||= status === 'failed';
      const failure = status === 'failed' ? testFailure(test, this.#output) : null;
      const segments = [this.path, ...test.name.split('/')];
      list.add({ segments, file: this.path, status, failure });
    }
    if (this.#status === 'failed' && !failed) this.#addWhole(list, builds);
  }

  #addWhole(list: CaseList, builds: ReadonlyMap<string, readonly string[]>): void {
    const build = this.failedBuild === null ? null : (builds.get(this.failedBuild) ?? []);
    const output = this.#output.map((each) => each.trim());
    const failure: TestFailure =
      build === null
        ? { kind: 'load', message: output.find((each) => CRASH.test(each)) ?? output[0] ?? '' }
        : classifyBuild(build, this.path);
    list.add({ segments: [this.path], file: this.path, status: 'failed', failure });
  }

  /** The test in progress under this name; `-count` runs it again under the same one. */
  #test(name: string, starts: boolean): GoTest {
    const current = this.#current.get(name);
    if (current !== undefined && !(starts && current.status !== null)) return current;
    const test: GoTest = { name, status: null, output: [] };
    this.#current.set(name, test);
    this.#tests.push(test);
    return test;
  }
}

/** `TestA/b/c` → `TestA`, `TestA/b`. */
function ancestors(name: string): readonly string[] {
  const parts = name.split('/');
  return parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
}

function keep(output: string[], line: string): void {
  if (output.length < OUTPUT_LINES_MAX) output.push(line);
}

/** A Go test fails by `t.Error` and its kin, which is an assertion, or by breaking off. */
function testFailure(test: GoTest, packageOutput: readonly string[]): TestFailure {
  const crash = test.output.find((line) => CRASH.test(line));
  if (crash !== undefined) return { kind: 'error', message: crash };
  if (test.status === null) {
    const message = packageOutput.find((line) => CRASH.test(line)) ?? 'the test did not end';
    return { kind: 'error', message };
  }
  const said = test.output.find((line) => line.trim() !== '' && !FRAME.test(line));
  return { kind: 'assertion', message: said ?? 'failed, without a message' };
}
