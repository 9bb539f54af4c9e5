import type { ReportReading } from '../../domain/rules/report-reading.ts';
import type { TestFailure } from '../../domain/test-report.ts';
import { CaseList, withoutRoot } from './case-list.ts';
import { classifyFailure } from './classify-failure.ts';
import { asSourcePath } from './source-path.ts';
import { readDiagnostics } from './tap-diagnostics.ts';
import { buildTapTree, type TapPoint } from './tap-tree.ts';

type Diagnostics = ReadonlyMap<string, string>;

/** node:test's `failureType` of a test that failed only because its subtests did. */
const BY_SUBTESTS = 'subtestsFailed';
/** What shells say when the command of a test could not be run; bats passes it on in comments. */
const COMMAND_FAILED = /command not found|failed with status 12[67]/;

/**
 * Reads TAP 13 and 14 as node:test, vitest, node-tap, tape, bats and Perl write it. A point with
 * subtests is not a case: it counts only where it failed for a cause of its own. "ok" with SKIP or
 * TODO is skipped, and so is a failing TODO.
 */
export function parseTap(text: string, root: string): ReportReading {
  const tree = buildTapTree(text);
  if ('reason' in tree) return { kind: 'unreadable', ...tree };
  const list = new CaseList(root);
  addPoints(tree, { list, root, path: [] });
  return { kind: 'parsed', report: { format: 'tap', cases: list.cases } };
}

interface Place {
  readonly list: CaseList;
  readonly root: string;
  readonly path: readonly string[];
}

function addPoints(points: readonly TapPoint[], place: Place): void {
  for (const point of points) {
    const named = point.children === null ? point.name : point.name.replace(/ ?\{$/, '');
    const name = withoutRoot(named, place.root);
    const path = [...place.path, name];
    addPoint(point, { ...place, path });
    if (point.children !== null) addPoints(point.children, { ...place, path });
  }
}

function addPoint(point: TapPoint, { list, path, root }: Place): void {
  const diagnostics = readDiagnostics(point.diagnostics);
  if (point.children !== null && !failedByItself(point, diagnostics)) return;
  const inName = asSourcePath(path.join(' > ').split(' > ')[0]);
  const location = diagnostics.get('location')?.replace(/(?::\d+){1,2}$/, '');
  const file = inName ?? (location === undefined ? null : withoutRoot(location, root));
  const segments = path.every((each) => each === '') ? [] : path;
  if (point.directive !== null || point.ok) {
    const status = point.directive === null ? 'passed' : 'skipped';
    return list.add({ segments, file, status, failure: null });
  }
  const failure = failureOf(point, diagnostics, path.join(' > ') === file);
  return list.add({ segments, file, status: 'failed', failure });
}

function failedByItself(point: TapPoint, diagnostics: Diagnostics): boolean {
  if (point.ok || point.directive !== null) return false;
  const failureType = diagnostics.get('failureType');
  if (failureType !== undefined && failureType !== BY_SUBTESTS) return true;
  return !hasFailing(point.children ?? []);
}

function hasFailing(points: readonly TapPoint[]): boolean {
  return points.some(
    (each) => (!each.ok && each.directive === null) || hasFailing(each.children ?? []),
  );
}

function failureOf(point: TapPoint, diagnostics: Diagnostics, wholeFile: boolean): TestFailure {
  const failureType = diagnostics.get('failureType');
  const inSetup = failureType === 'hookFailed' || (point.children !== null && !failureType);
  const scope = wholeFile ? 'file' : inSetup ? 'setup' : 'case';
  const bare = diagnostics.size === 0;
  const errorOutput = (wholeFile ? point.before : bare ? point.after : []).join('\n');
  const explained = point.after.some((each) => COMMAND_FAILED.test(each));
  return classifyFailure({
    scope,
    type: explained ? 'CommandError' : errorType(diagnostics, wholeFile),
    message: wholeFile && errorOutput !== '' ? '' : messageOf(diagnostics),
    text: errorOutput,
    bareMeansAssertion: bare,
  });
}

/** The error's class; tape's and node-tap's comparisons name none and are assertions. */
function errorType(diagnostics: Diagnostics, wholeFile: boolean): string | null {
  const named = diagnostics.get('name') ?? diagnostics.get('error.name');
  if (named !== undefined) return named;
  if (wholeFile) return null;
  const operator = diagnostics.get('operator');
  if (operator !== undefined) return operator === 'error' ? 'Error' : 'AssertionError';
  return diagnostics.has('compare') || diagnostics.has('wanted') ? 'AssertionError' : null;
}

function messageOf(diagnostics: Diagnostics): string {
  return (
    diagnostics.get('error.message') ?? diagnostics.get('error') ?? diagnostics.get('message') ?? ''
  );
}
