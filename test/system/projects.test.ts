import { execFileSync, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { tempDir } from '../support/temp-dir.ts';
import { World } from '../support/world.ts';

const ROLES = `roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
`;

/** One item of a real backlog, as its people bring it: tests that fail, then the work. */
interface Work {
  readonly id: string;
  /** Null for an item without RED. */
  readonly red: Readonly<Record<string, string>> | null;
  readonly green: Readonly<Record<string, string>>;
}

/** Takes an item through all its gates and answers its checkpoint. */
async function bring(world: World, { id, red, green }: Work): Promise<string> {
  if (red !== null) {
    await world.waitsFor(id, 'implementer', 'RED');
    world.repository.write(red);
    await world.red(id);
  }
  await world.waitsFor(id, 'implementer', 'GREEN');
  world.repository.write(green);
  await world.green(id);
  await world.approve(id);
  const { state } = await world.done(id);
  return state.commit ?? '';
}

/** What each item's gates said, in the order in which they ran. */
async function gatesOf(world: World, id: string): Promise<readonly string[]> {
  const { state } = await world.item(id);
  return state.gates.map(({ gate, result, code }) => `${gate} ${code ?? result}`);
}

async function expectGo(world: World, commits: readonly string[]): Promise<void> {
  expect(await world.programHandle.result()).toMatchObject({ verdict: 'GO', reasons: [] });
  const log = world.git('log', '--reverse', '--format=%H', 'HEAD').split('\n');
  expect(log.slice(1)).toEqual(commits);
  expect(world.git('status', '--porcelain')).toBe('');
}

const NODE_POLICY = `version: 1
program: PROGRAM
${ROLES}baseline: [npm test]
gates:
  red:
    run: node --test --test-reporter=junit --test-reporter-destination="$SLUICE_REPORT" $SLUICE_ITEM_TESTS
    report: junit
    tests: ['test/**']
  verify: [npm test]
items:
  - { id: P1-003, title: Say how long is left, priority: P1, profile: packet, tests: test/remaining.test.js }
  - { id: P0-002, title: Wait longer after each failure, priority: P0, dependsOn: P0-001, tests: test/backoff.test.js }
  - { id: P0-001, title: Never wait longer than the limit, priority: P0, tests: test/limit.test.js }
`;

const NODE_FILES = {
  'package.json':
    '{ "name": "patience", "version": "1.0.0", "type": "module", "scripts": { "test": "node --test" } }\n',
  'src/wait.js': 'export const waitMs = (failures, limitMs) => 100;\n',
  'test/wait.test.js': `import assert from 'node:assert/strict';
import test from 'node:test';
import { waitMs } from '../src/wait.js';
test('waits 100 ms at first', () => assert.equal(waitMs(0, 5_000), 100));
`,
};

const nodeTest = (name: string, body: string): string => `import assert from 'node:assert/strict';
import test, { describe } from 'node:test';
import * as wait from '../src/wait.js';
describe('${name}', () => {
  ${body}
});
`;

const LIMITED = 'export const waitMs = (failures, limitMs) => Math.min(100, limitMs);\n';
const DOUBLED =
  'export const waitMs = (failures, limitMs) => Math.min(100 * 2 ** failures, limitMs);\n';

test('three items of a Node package go from red to green with node:test and JUnit', async () => {
  await using world = await World.open({ policy: NODE_POLICY, files: NODE_FILES });
  await world.startProgram();
  const limit = nodeTest('limit', "test('holds', () => assert.equal(wait.waitMs(0, 50), 50));");
  const backoff = nodeTest(
    'backoff',
    "test('doubles', () => assert.equal(wait.waitMs(3, 5_000), 800));\n  test('is limited', () => assert.equal(wait.waitMs(9, 5_000), 5_000));",
  );
  const remaining = nodeTest(
    'remaining',
    "test('counts down', () => assert.equal(wait.remainingMs(0, 5_000, 30), 70));",
  );
  const more = 'export const remainingMs = (n, limitMs, gone) => waitMs(n, limitMs) - gone;\n';
  const commits = [
    await bring(world, {
      id: 'P0-001',
      red: { 'test/limit.test.js': limit },
      green: { 'src/wait.js': LIMITED },
    }),
    await bring(world, {
      id: 'P0-002',
      red: { 'test/backoff.test.js': backoff },
      green: { 'src/wait.js': DOUBLED },
    }),
    await bring(world, {
      id: 'P1-003',
      red: null,
      green: { 'test/remaining.test.js': remaining, 'src/wait.js': DOUBLED + more },
    }),
  ];
  await expectGo(world, commits);
  expect(await gatesOf(world, 'P0-002')).toEqual(['red PASS', 'targeted PASS', 'verify PASS']);
  const { state } = await world.item('P0-002');
  expect(state.gates.map(({ counts }) => counts)).toMatchObject([
    { total: 2, failed: 2 },
    { total: 2, passed: 2 },
    null,
  ]);
  const files = ['wait', 'limit', 'backoff', 'remaining'].map((name) => `test/${name}.test.js`);
  const passing = execFileSync(process.execPath, ['--test', '--test-reporter=tap', ...files], {
    cwd: world.repository.root,
    encoding: 'utf8',
    env: { PATH: process.env['PATH'] },
  });
  expect(passing).toMatch(/^# pass 5$/m);
});

const GO_POLICY = `version: 1
program: PROGRAM
${ROLES}baseline: [go vet ./..., go test ./...]
gates:
  red:
    run: go test -json ./... > "$SLUICE_REPORT"
    report: go-test-json
    tests: ['**/*_test.go']
  verify: [go vet ./..., go test ./...]
items:
  - { id: P0-001, title: Make slugs of lower-case letters, priority: P0, tests: TestLowerCase }
  - { id: P0-002, title: Join words with one dash, priority: P0, dependsOn: P0-001, tests: TestDashes }
  - { id: P1-003, title: Cut slugs between words, priority: P1, tests: TestCut, expect: missing-symbol }
`;

const GO_FILES = {
  'go.mod': 'module example.com/slug\n\ngo 1.21\n',
  'slug.go':
    'package slug\n\n// Make makes a slug of a title.\nfunc Make(title string) string {\n\treturn title\n}\n',
  'slug_test.go':
    'package slug\n\nimport "testing"\n\nfunc TestKept(t *testing.T) {\n\tif got := Make("a"); got != "a" {\n\t\tt.Fatalf("got %q", got)\n\t}\n}\n',
};

function goTest(name: string, call: string, want: string): string {
  return `package slug\n\nimport "testing"\n\nfunc Test${name}(t *testing.T) {\n\tif got := ${call}; got != "${want}" {\n\t\tt.Errorf("got %q", got)\n\t}\n}\n`;
}

function goSlug(body: string, more = ''): string {
  return `package slug\n\nimport "strings"\n\n// Make makes a slug of a title.\nfunc Make(title string) string {\n\treturn ${body}\n}\n${more}`;
}

const hasGo = spawnSync('go', ['version']).status === 0;
if (!hasGo) process.stderr.write('Go is not installed: the tests of a Go module are skipped.\n');

test.runIf(hasGo)(
  'three items of a Go module go from red to green with go test -json',
  async () => {
    useGoOffline();
    await using world = await World.open({ policy: GO_POLICY, files: GO_FILES });
    await world.startProgram();
    const lower = 'strings.ToLower(title)';
    const dashed = 'strings.Join(strings.Fields(strings.ToLower(title)), "-")';
    const cut = `
// Cut shortens a slug to at most max bytes, between words where it can.
func Cut(slug string, max int) string {
	if len(slug) <= max {
		return slug
	}
	if at := strings.LastIndex(slug[:max+1], "-"); at > 0 {
		return slug[:at]
	}
	return slug[:max]
}
`;
    const commits = [
      await bring(world, {
        id: 'P0-001',
        red: { 'lower_test.go': goTest('LowerCase', 'Make("ABC")', 'abc') },
        green: { 'slug.go': goSlug(lower) },
      }),
      await bring(world, {
        id: 'P0-002',
        red: { 'dashes_test.go': goTest('Dashes', 'Make("A  b\\tc ")', 'a-b-c') },
        green: { 'slug.go': goSlug(dashed) },
      }),
      // The function is not there yet: the package does not build, as the item declared.
      await bring(world, {
        id: 'P1-003',
        red: { 'cut_test.go': goTest('Cut', 'Cut("one-two-three", 8)', 'one-two') },
        green: { 'slug.go': goSlug(dashed, cut) },
      }),
    ];
    await expectGo(world, commits);
    expect(await gatesOf(world, 'P1-003')).toEqual([
      'red PASS',
      'targeted PASS',
      'verify PASS',
      'verify.2 PASS',
    ]);
    expect(world.git('show', '--format=', '--name-only', 'HEAD').split('\n').toSorted()).toEqual([
      'cut_test.go',
      'slug.go',
    ]);
  },
);

/** The build cache of this machine instead of one in the test's home, and nothing from the network. */
function useGoOffline(): void {
  const cache = execFileSync('go', ['env', 'GOCACHE'], { encoding: 'utf8' }).trim();
  vi.stubEnv('GOCACHE', cache);
  vi.stubEnv('GOTOOLCHAIN', 'local');
  vi.stubEnv('GOPROXY', 'off');
  // Go counts its own use in the user's configuration folder, which is the repository here.
  vi.stubEnv('XDG_CONFIG_HOME', join(tempDir(), 'config'));
  onTestFinished(() => void vi.unstubAllEnvs());
}
