import { execFileSync } from 'node:child_process';
import { chmodSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { World } from './world.ts';

const FIXTURES = new URL('../fixtures/trackers/', import.meta.url);

const POLICY = `version: 1
program: PROGRAM
backlog: DOCUMENT
roles:
  implementers: [agent:codex]
  reviewers: [agent:claude]
  releaseLeads: [human:lea]
baseline: [node --check sum.js]
onBlocked: continue
gates:
  red: { run: 'node --test --test-reporter=junit test/sum.test.js', report: junit, tests: ['test/**'] }
  targeted: { run: 'node --test --test-reporter=junit test/sum.test.js', report: junit }
  verify: [node --check sum.js]
`;

const FILES = {
  'package.json': '{ "type": "module" }\n',
  'sum.js': 'export const sum = () => 0;\n',
  'test/.keep': '',
};
const TEST = `import test from 'node:test';
import assert from 'node:assert';
import { sum } from '../sum.js';
test('adds', () => assert.equal(sum(1, 2), 3));
`;

export function fixture(name: string): string {
  return readFileSync(new URL(name, FIXTURES), 'utf8');
}

/** A real repository with a copy of a tracker in it, and the people who work by it. */
export class TrackerWorld implements AsyncDisposable {
  readonly world: World;
  readonly path: string;

  private constructor(world: World, path: string) {
    this.world = world;
    this.path = path;
  }

  /** `FIRSTCOMMIT` in the document becomes a hash that the repository has. */
  static async open(name: string, text = fixture(name)): Promise<TrackerWorld> {
    const path = `docs/${name}`;
    const policy = POLICY.replace('DOCUMENT', path);
    const world = await World.open({ policy, files: { ...FILES, [path]: text } });
    const tracker = new TrackerWorld(world, path);
    const first = world.git('rev-parse', 'HEAD');
    if (text.includes('FIRSTCOMMIT')) {
      tracker.write(text.replace('FIRSTCOMMIT', first));
      world.repository.commitAll('name the first commit');
    }
    chmodSync(tracker.full, 0o640);
    return tracker;
  }

  get full(): string {
    return join(this.world.repository.root, this.path);
  }

  read(): string {
    return readFileSync(this.full, 'utf8');
  }

  write(text: string): void {
    writeFileSync(this.full, text);
  }

  /** A person edits the document. */
  edit(from: string, to: string): void {
    const text = this.read();
    if (!text.includes(from)) throw new Error(`the document does not say ${from}`);
    this.write(text.replace(from, to));
  }

  /** The test is written, and fails. */
  async red(id: string): Promise<void> {
    this.world.write('test/sum.test.js', TEST);
    await this.world.red(id);
  }

  async green(id: string): Promise<void> {
    this.world.write('test/sum.test.js', TEST);
    this.world.write('sum.js', 'export const sum = (a, b) => a + b;\n');
    await this.world.green(id);
  }

  /** An item from its start to its checkpoint; answers the commit. */
  async run(id: string): Promise<string> {
    const { profile } = await this.world.waitsFor(id, 'implementer');
    if (profile === 'tdd') await this.red(id);
    await this.green(id);
    await this.world.approve(id);
    const { state } = await this.world.done(id);
    await this.told(id);
    return state.commit ?? '';
  }

  /** Waits until all that an item did is in the document. */
  async told(id: string): Promise<void> {
    const isTold = ({ state }: Awaited<ReturnType<World['item']>>): boolean =>
      state.tracker !== undefined && !state.tracker.writing;
    await this.world.until(id, isTold, 'have told its document');
  }

  /** What the run changed, as a unified diff without context; the hash is COMMIT. */
  diff(commit: string): string {
    const { root } = this.world.repository;
    const text = execFileSync('git', ['diff', '--unified=0', '--no-color', '--', this.path], {
      cwd: root,
      encoding: 'utf8',
    });
    const lines = text
      .split('\n')
      .filter((line) => /^[-+@]/.test(line) && !/^(---|\+\+\+)/.test(line));
    return lines
      .map((line) => line.replace(/^(@@ .* @@).*$/, '$1'))
      .join('\n')
      .replaceAll(commit, 'COMMIT')
      .replaceAll(commit.slice(0, 7), 'SHORT');
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.world[Symbol.asyncDispose]();
  }
}
