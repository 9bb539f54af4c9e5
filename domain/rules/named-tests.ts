import type { TestCase } from '../test-report.ts';

/** Whether a case is one of the tests that an item names; `unknown` where the report cannot say. */
export type Belonging = 'named' | 'other' | 'unknown';

/** What the `tests` of an item ask for. */
export interface NamedTests {
  /** Files, folders, globs or packages. */
  readonly paths: readonly string[];
  /** Names of tests, classes or suites; one with `::` also names its file (pytest's node ids). */
  readonly names: readonly string[];
  /** `-run PATTERN` of `go test`, which narrows all of them. */
  readonly run: RegExp | null;
}

const RUN_OPTION = /^(.*?)\s*(?:^|\s)-run(?:\s+|=)(\S.*)$/;
const FILE_ENDING =
  /\.(?:[cm]?[jt]sx?|py|rb|php|rs|exs?|java|kts?|scala|cs|swift|dart|bats|sh|t|go)$/;
/** A suite such as `test.test_auth` or `com.acme.LoginTest`, which tells its file by its name. */
const DOTTED = /^[\w$]+(?:\.[\w$-]+)+$/;
const NODE_ID_SEPARATOR = /::|(?<=\w)#(?=\w)/;
/** Languages whose runners name suites after describe blocks, which may look like dotted names. */
const SCRIPT_ENDING = /\.[cm]?[jt]sx?$/;
const SEPARATOR = ' > ';

/** Reads the `tests` of an item: `test/auth.test.ts`, `./internal/auth`, `TestLogin`, `./pkg -run X`. */
export function parseNamedTests(entries: readonly string[]): NamedTests {
  const paths: string[] = [];
  const names: string[] = [];
  let run: RegExp | null = null;
  for (const entry of joinRunOptions(entries)) {
    const [, before = entry, pattern] = RUN_OPTION.exec(entry) ?? [];
    if (pattern !== undefined) run = runPattern(pattern);
    const target = before.trim();
    if (target === '') continue;
    if (isPath(target)) paths.push(normalPath(target));
    else names.push(target);
  }
  return { paths, names, run };
}

/** An item that names nothing means every test that its command runs. */
export function belonging(test: TestCase, { paths, names, run }: NamedTests): Belonging {
  const segments = test.id.split(SEPARATOR);
  if (run !== null && !matchesRun(test, segments, run)) return 'other';
  if (paths.length === 0 && names.length === 0) return 'named';
  const answers = new Set<Belonging>([
    ...paths.map((path) => matchesPath(test, segments, path)),
    ...names.map((name) => matchesName(test, segments, name)),
  ]);
  if (answers.has('named')) return 'named';
  return answers.has('unknown') ? 'unknown' : 'other';
}

/** A case that stands for a file or package that did not load has its file as id. */
export function isWholeFile(test: Pick<TestCase, 'id' | 'file'>): boolean {
  return test.file === test.id;
}

/** `-run` and its pattern may come as entries of their own. */
function joinRunOptions(entries: readonly string[]): readonly string[] {
  const joined: string[] = [];
  for (const entry of entries.map((each) => each.trim())) {
    if (joined.at(-1)?.endsWith('-run') === true) joined.push(`${joined.pop()} ${entry}`);
    else joined.push(entry);
  }
  return joined;
}

/** Go matches the pattern with the elements of a test's name; one that is no expression is a name. */
function runPattern(pattern: string): RegExp {
  const unquoted = pattern.replaceAll(/^['"]|['"]$/g, '').replace(/\/.*$/, '');
  try {
    return new RegExp(unquoted);
  } catch {
    return new RegExp(unquoted.replaceAll(/[^\w]/g, '.'));
  }
}

function isPath(target: string): boolean {
  return (
    !target.includes('::') && (target.includes('/') || FILE_ENDING.test(target) || target === '.')
  );
}

function normalPath(path: string): string {
  return path.replace(/^(?:\.\/)+/, '').replace(/\/+$/, '');
}

/** A file or package that did not load may hold every test, so its own names cannot be asked. */
function matchesRun(test: TestCase, segments: readonly string[], run: RegExp): boolean {
  return isWholeFile(test) || segments.slice(1).some((each) => run.test(each));
}

/** `TestLogin`, the folder `test`, `LoginTest#signsIn` (Surefire) or `test/test_auth.py::TestLogin::test_x` (pytest). */
function matchesName(test: TestCase, segments: readonly string[], name: string): Belonging {
  const [first = '', ...rest] = name.split(NODE_ID_SEPARATOR);
  if (rest.length === 0) {
    const asFolder = matchesPath(test, segments, name) === 'named';
    if (asFolder || matchesSegment(segments, name)) return 'named';
    return isWholeFile(test) ? 'unknown' : 'other';
  }
  const inClass = matchesSegment(segments, first);
  const place = inClass ? 'named' : matchesPath(test, segments, normalPath(first));
  if (place === 'other' || isWholeFile(test)) return place;
  return rest.every((each) => matchesSegment(segments, each)) ? 'named' : 'other';
}

function matchesSegment(segments: readonly string[], name: string): boolean {
  const joined = segments.join(SEPARATOR);
  return (
    segments.some(
      (each) => each === name || each.endsWith(`.${name}`) || each.startsWith(`${name}[`),
    ) ||
    joined === name ||
    joined.endsWith(`${SEPARATOR}${name}`)
  );
}

function matchesPath(test: TestCase, segments: readonly string[], path: string): Belonging {
  if (path === '.' || path === '...') return 'named';
  const { file } = test;
  if (file !== null && !isDotted(file)) return matchesFile(file, path) ? 'named' : 'other';
  const suite = test.id.slice(0, firstSegmentLength(test.id));
  if (file === null && (segments.length === 1 || !isDotted(suite))) return 'unknown';
  if (matchesDotted(suite, path)) return 'named';
  return SCRIPT_ENDING.test(path) ? 'unknown' : 'other';
}

function firstSegmentLength(id: string): number {
  const end = id.indexOf(SEPARATOR);
  return end === -1 ? id.length : end;
}

function isDotted(suite: string): boolean {
  return DOTTED.test(suite) && !FILE_ENDING.test(suite);
}

/** `test.test_auth.TestLogin` is in `test/test_auth.py`; `com.acme.LoginTest` in `src/.../LoginTest.java`. */
function matchesDotted(suite: string, path: string): boolean {
  const wanted = path.replace(FILE_ENDING, '').replaceAll('/', '.');
  return suite === wanted || suite.startsWith(`${wanted}.`) || wanted.endsWith(`.${suite}`);
}

/** Runners name files from their own folder, so either path may be the end of the other. */
function matchesFile(file: string, path: string): boolean {
  if (path.endsWith('/...')) return matchesFile(file, path.slice(0, -'/...'.length));
  if (path.includes('*')) return globPattern(path).test(file);
  const inFile = `/${file}/`;
  return inFile.includes(`/${path}/`) || `/${path}`.endsWith(`/${file}`);
}

function globPattern(glob: string): RegExp {
  const source = glob
    .replaceAll(/[.+^${}()|[\]\\?]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*\*|\*/g, (stars) =>
      stars === '**/' ? '(?:.*/)?' : stars === '**' ? '.*' : '[^/]*',
    );
  return new RegExp(`^(?:.*/)?${source}(?:/.*)?$`);
}
