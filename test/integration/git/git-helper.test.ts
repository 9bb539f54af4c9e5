import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Fault } from '../../../domain/fault.ts';
import { type GitHelper, startGitHelper } from '../../../git/git-helper.ts';
import type { GitEnd, GitInvocation, RunInvocation } from '../../../git/git-invocation.ts';
import { startGitThrough } from '../../../git/git-process.ts';
import { branchTip } from '../../../git/refs.ts';
import { spawnGit } from '../../../git/spawn-git.ts';
import type { GitWorkerOrder } from '../../support/git-worker-process.ts';
import { buildGitHelperEntry } from '../../support/helper-entries.ts';
import { pollUntil } from '../../support/poll-until.ts';
import { tempRepository } from '../../support/temp-repository.ts';
import { buildProgram, startProgram } from '../../support/typescript-process.ts';

let folder: string;
let entry: string;
let helper: GitHelper;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'sluice-test-'));
  entry = buildGitHelperEntry();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
beforeEach(() => {
  helper = startGitHelper({ entry });
});
afterEach(() => helper.close());

function invocation(argv: readonly string[], more: Partial<GitInvocation> = {}): GitInvocation {
  const env = { PATH: process.env['PATH'] ?? '', HOME: folder, LC_ALL: 'C' };
  return { argv, cwd: folder, env, stdin: new Uint8Array(), ...more };
}

/** Git as a way to run a shell script, as its filters do. */
function script(text: string): GitInvocation {
  return invocation(['-c', `alias.script=!${text}`, 'script']);
}

/** A Git that runs until it is stopped, and tells the process ids of itself. */
function waiting(file: string): GitInvocation {
  return script(`echo $PPID > ${file}.new && mv ${file}.new ${file} && sleep 600`);
}

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

async function pidIn(file: string): Promise<number> {
  await pollUntil('Git runs', () => existsSync(file));
  return Number(readFileSync(file, 'utf8'));
}

function codeOf(run: Promise<unknown>): Promise<unknown> {
  return run.then(
    () => null,
    (fault: Fault) => fault.code,
  );
}

function readable({ stdout, stderr, ...rest }: GitEnd): unknown {
  return { ...rest, stdout: Buffer.from(stdout), stderr: Buffer.from(stderr) };
}

const BYTES = Uint8Array.from({ length: 70_000 }, (_, place) => place % 256);
const CASES: Readonly<Record<string, () => GitInvocation>> = {
  'an answer': () => invocation(['version']),
  'bytes of any value, in and out': () =>
    invocation(['-c', 'alias.same=!cat', 'same'], { stdin: BYTES }),
  'standard input that nobody reads': () => invocation(['version'], { stdin: BYTES }),
  'no standard input': () => invocation(['-c', 'alias.same=!cat', 'same']),
  'an exit code and what is on stderr': () => script('echo why >&2; exit 7'),
  'a command that does not exist': () => invocation(['no-such-command']),
  'a folder that does not exist': () => invocation(['version'], { cwd: join(folder, 'none') }),
  'an environment without Git': () => invocation(['version'], { env: { PATH: folder } }),
  'environment variables': () =>
    invocation(['-c', 'alias.env=!echo $SAID', 'env'], {
      env: { PATH: process.env['PATH'] ?? '', HOME: folder, SAID: 'exactly ünïcode' },
    }),
};

describe('Git that a helper starts', () => {
  test.each(Object.entries(CASES))('answers as Git started directly: %s', async (_name, make) => {
    const direct = await spawnGit(make());
    expect(readable(await helper.run(make()))).toEqual(readable(direct));
  });

  test('gets every byte of a long answer', async () => {
    const { stdout } = await helper.run(
      invocation(['-c', 'alias.same=!cat', 'same'], { stdin: BYTES }),
    );
    expect(Buffer.from(stdout).equals(BYTES)).toBe(true);
  });

  test.each<[string, () => RunInvocation]>([
    ['directly', () => spawnGit],
    ['by a helper', () => helper.run],
  ])('is stopped when it prints without end, started %s', async (_name, runner) => {
    const end = await runner()(script('yes'));
    expect(end.exitCode).toBeNull();
    expect(end.failure).toBe('more than 67108864 bytes of output');
  });

  test('has the helper for a parent, not this process', async () => {
    const { stdout } = await helper.run(script('cat /proc/$PPID/status'));
    expect(Buffer.from(stdout).toString()).toContain(`PPid:\t${helper.pid}\n`);
  });

  test('is the Git of every command while somebody starts it, and not afterwards', async () => {
    const repo = await tempRepository();
    const stop = startGitThrough(helper.run);
    expect(await branchTip(repo.repository, 'main')).toBe(repo.git('rev-parse', 'main'));
    expect(helper.pid).not.toBeNull();
    stop();
    await helper.close();
    await branchTip(repo.repository, 'main');
    expect(helper.pid).toBeNull();
    repo.remove();
  });
});

describe('when the helper', () => {
  test('is killed, the run fails as lost and the next run has a new helper', async () => {
    const file = join(folder, 'killed');
    const lost = codeOf(helper.run(waiting(file)));
    const git = await pidIn(file);
    process.kill(helper.pid ?? 0, 'SIGKILL');
    expect(await lost).toBe('GIT_HELPER_LOST');
    process.kill(git);
    expect((await helper.run(invocation(['version']))).exitCode).toBe(0);
  });

  test('cannot be started, the run fails as lost', async () => {
    const none = startGitHelper({ entry: join(folder, 'none.js') });
    expect(await codeOf(none.run(invocation(['version'])))).toBe('GIT_HELPER_LOST');
    await none.close();
  });

  test('is closed, Git is stopped and both are gone', async () => {
    const file = join(folder, 'closed');
    const lost = codeOf(helper.run(waiting(file)));
    const git = await pidIn(file);
    const { pid } = helper;
    await helper.close();
    expect(await lost).toBe('GIT_HELPER_LOST');
    expect([isAlive(git), isAlive(pid ?? 0)]).toEqual([false, false]);
  });

  test('loses its worker to SIGKILL, Git is stopped and both are gone', async () => {
    const file = join(folder, 'orphaned');
    const order: GitWorkerOrder = { entry, invocation: waiting(file) };
    const worker = startProgram(buildProgram('test/support/git-worker-process.ts'), order);
    const [message] = (await once(worker, 'message')) as [{ helper: number }];
    const git = await pidIn(file);
    worker.kill('SIGKILL');
    const gone = (): boolean => !isAlive(git) && !isAlive(message.helper);
    await pollUntil('Git and the helper are gone', gone);
    expect(gone()).toBe(true);
  });
});
