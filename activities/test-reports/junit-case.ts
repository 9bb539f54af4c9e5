import type { TestCase, TestFailure } from '../../domain/test-report.ts';
import type { SeenCase } from './case-list.ts';
import { classifyFailure, type FailureSigns } from './classify-failure.ts';
import { asSourcePath } from './source-path.ts';

type Attributes = Readonly<Record<string, string>>;

/** A `<failure>`, `<error>` or `<skipped>` of a case or of a suite. */
export interface JunitOutcome {
  readonly element: string;
  readonly attributes: Attributes;
  text: string;
}

/** A `<testcase>` with the suites around it; without attributes it is an outcome of the suite itself. */
export interface JunitCase {
  readonly attributes: Attributes | null;
  readonly suites: readonly Attributes[];
  readonly outcomes: JunitOutcome[];
}

/** What node:test writes as the type of a failure (`failureType` of its ERR_TEST_FAILURE). */
const NODE_FAILURE_TYPES = new Set([
  'testCodeFailure',
  'testTimeoutFailure',
  'testAborted',
  'cancelledByParent',
  'parentAlreadyFinished',
  'subtestsFailed',
  'uncaughtException',
  'unhandledRejection',
  'hookFailed',
]);
const NODE_CAUSE = /\bcause: ([\w.$]+)(?: \[\w+\])?:/;
/** Types that only say that the test failed: gotestsum, cargo-nextest, bats. */
const BARE_TYPE = /^(?:test )?fail(?:ure|ed)\b/i;
/** pytest's words where a file or a fixture broke. */
const PYTEST_COLLECTION = 'collection failure';
const PYTEST_FIXTURE = /^failed on (?:setup|teardown) with/;
/** gotestsum: the case that stands for a package, the message that says nothing, Go's own lines. */
const GO_PACKAGE_CASE = 'TestMain';
/** jest-junit: the class of a case that stands for a file. */
const JEST_FILE_CLASS = 'Test suite failed to run';
const GO_MESSAGE = 'Failed';
const GO_FRAME = /^(?:=== \w+|--- FAIL:).*\n/gm;
const MODULE_OR_CLASS = /^[\w$]+(?:\.[\w$-]+)+$/;
/** GoogleTest and others tell only by attribute that a case did not run. */
const NOT_RUN = /^(?:notrun|disabled|skipped|ignored|suppressed)$/i;
const FAILED = /^(?:fail|failed|failure|error|errored)$/i;

export function emptyJunitCase(
  attributes: Attributes | null,
  suites: readonly Attributes[],
): JunitCase {
  return { attributes, suites, outcomes: [] };
}

/** A `<testcase>` as a case. One that is both skipped and failed is a failing "todo": skipped. */
export function seenCase(read: JunitCase): SeenCase {
  const identity = identityOf(read);
  const status = statusOf(read);
  const wholeFile = identity.segments.every((each) => each === identity.file);
  const failure = status === 'failed' ? failureOf(read, wholeFile) : null;
  return { ...identity, status, failure };
}

/** A failure of a suite outside of any case: what should have run there did not. */
export function seenSuiteFailure(read: JunitCase): SeenCase | null {
  const outcome = read.outcomes[0];
  if (outcome === undefined || outcome.element === 'skipped') return null;
  const segments = read.suites.map((suite) => suite['name'] ?? '');
  const failure = classifyFailure(signsOf(outcome, 'file'));
  return { segments, file: segments.join(' > '), status: 'failed', failure };
}

function statusOf(read: JunitCase): TestCase['status'] {
  const elements = read.outcomes.map((each) => each.element);
  const { status = '', result = '' } = read.attributes ?? {};
  if (elements.includes('skipped') || NOT_RUN.test(status) || NOT_RUN.test(result)) {
    return 'skipped';
  }
  return elements.length > 0 || FAILED.test(status) || FAILED.test(result) ? 'failed' : 'passed';
}

/**
 * Segments of the id. A dotted class or module name (pytest, JVM) says all that suites would; the
 * constant class name `test` of node:test, or the joined suites that Node 24 writes, say nothing. A case whose segments all equal its file
 * stands for the whole file.
 */
function identityOf(read: JunitCase): Pick<SeenCase, 'segments' | 'file'> {
  const name = read.attributes?.['name'] ?? '';
  const given = read.attributes?.['classname'] ?? '';
  const suiteNames = read.suites.map((suite) => suite['name'] ?? '');
  const repeated = suiteNames.length > 1 && given === suiteNames.join('.');
  const className = given === 'test' || repeated ? '' : given;
  const innermostFirst = [...read.suites].reverse();
  const file =
    read.attributes?.['file'] ??
    innermostFirst.map((suite) => suite['file']).find((each) => each !== undefined) ??
    asSourcePath(given) ??
    innermostFirst.map((suite) => asSourcePath(suite['name'])).find((each) => each !== null) ??
    null;
  const collection = read.outcomes[0]?.attributes['message'] === PYTEST_COLLECTION;
  if (collection || given === JEST_FILE_CLASS) {
    return { segments: [name], file: name };
  }
  if (MODULE_OR_CLASS.test(className) && asSourcePath(className) === null) {
    return name === '' || name === className
      ? { segments: [className], file: className }
      : { segments: [file ?? '', className, name].filter((each) => each !== ''), file };
  }
  if (name === GO_PACKAGE_CASE && read.attributes?.['classname'] === '' && file !== null) {
    return { segments: [file], file };
  }
  if (file === null && suiteNames.length === 0 && asSourcePath(name) !== null) {
    return { segments: [name], file: name };
  }
  const segments = [file ?? '', ...suiteNames, className, name];
  return { segments: segments.filter((each) => each !== ''), file };
}

function failureOf(read: JunitCase, wholeFile: boolean): TestFailure {
  const outcome = read.outcomes[0];
  if (outcome === undefined) {
    return { kind: wholeFile ? 'load' : 'error', message: 'failed, without saying why' };
  }
  const message = outcome.attributes['message'] ?? '';
  const type = outcome.attributes['type'] ?? '';
  const setup = type === 'hookFailed' || PYTEST_FIXTURE.test(message);
  const scope = wholeFile ? 'file' : setup ? 'setup' : 'case';
  const failure = classifyFailure(signsOf(outcome, scope));
  // An <error>, and a <flakyFailure> that passed when run again, is never a plain "did not hold".
  if (outcome.element !== 'failure' && failure.kind === 'assertion') {
    return { ...failure, kind: 'error' };
  }
  return failure;
}

function signsOf(outcome: JunitOutcome, scope: FailureSigns['scope']): FailureSigns {
  const { type = '', message = '' } = outcome.attributes;
  const { text } = outcome;
  if (NODE_FAILURE_TYPES.has(type)) {
    const cause = NODE_CAUSE.exec(text)?.[1] ?? null;
    return { scope, type: cause, message, text: '', bareMeansAssertion: false };
  }
  const named = type !== '' && !BARE_TYPE.test(type);
  const byGo = message === GO_MESSAGE;
  return {
    scope,
    type: named ? type : null,
    message: byGo ? '' : message,
    text: byGo ? text.replaceAll(GO_FRAME, '') : text,
    bareMeansAssertion: outcome.element === 'failure',
  };
}
