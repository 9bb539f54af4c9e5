import type { TestCase } from '../test-report.ts';
import { isWholeFile } from './named-tests.ts';

/** What became of a test that an earlier report listed. */
export type Fate = 'passing' | 'failing' | 'skipped' | 'missing';

const SEPARATOR = ' > ';
/** Names of modules and classes, as pytest and the JVM's runners write them. */
const DOTTED = /^[\w$]+(?:\.[\w$-]+)+$/;

/**
 * Finds what became of tests by id. A test that broke off before its subtests, and a file that did
 * not load, are listed by what is inside them once it runs: then at least one of these must pass
 * and none fail.
 */
export function fateAt(
  now: readonly TestCase[],
  before: readonly TestCase[],
): (test: TestCase) => Fate {
  const byId = new Map(now.map((each) => [each.id, each]));
  const inside = groupByContainer(now);
  const unplaced = hasUnplaced(now, before);
  return (test) => {
    const same = byId.get(test.id);
    if (same !== undefined) return fateOf([same]);
    const contents = inside.get(test.id) ?? [];
    if (contents.length > 0) return fateOf(contents);
    return isWholeFile(test) && unplaced ? 'passing' : 'missing';
  };
}

function fateOf(cases: readonly TestCase[]): Fate {
  if (cases.some((each) => each.status === 'failed')) return 'failing';
  return cases.some((each) => each.status === 'passed') ? 'passing' : 'skipped';
}

/** Cases by every container that their ids and files name. */
function groupByContainer(cases: readonly TestCase[]): ReadonlyMap<string, readonly TestCase[]> {
  const groups = new Map<string, TestCase[]>();
  for (const test of cases) {
    for (const container of containersOf(test)) {
      const group = groups.get(container);
      if (group === undefined) groups.set(container, [test]);
      else group.push(test);
    }
  }
  return groups;
}

/** `a.b.C > x > y` is inside `a.b.C > x`, `a.b.C`, and as a dotted name also `a.b` and `a`. */
function containersOf(test: TestCase): ReadonlySet<string> {
  const segments = test.id.split(SEPARATOR);
  const containers = new Set(
    segments.slice(1).map((_each, index) => segments.slice(0, index + 1).join(SEPARATOR)),
  );
  for (const dotted of segments.slice(0, -1).filter((each) => DOTTED.test(each))) {
    const parts = dotted.split('.');
    parts.forEach((_each, index) => containers.add(parts.slice(0, index + 1).join('.')));
  }
  if (test.file !== null) containers.add(test.file);
  return containers;
}

/**
 * node:test (TAP, and JUnit before Node 24) does not say which file a passing test is from. There a
 * file loads when at least as many new tests pass as files failed to load.
 */
function hasUnplaced(now: readonly TestCase[], before: readonly TestCase[]): boolean {
  const known = new Set(before.map((each) => each.id));
  const files = before.filter((each) => each.status === 'failed' && isWholeFile(each));
  const fresh = now.filter(
    (each) => each.file === null && each.status === 'passed' && !known.has(each.id),
  );
  return files.length > 0 && fresh.length >= files.length;
}
