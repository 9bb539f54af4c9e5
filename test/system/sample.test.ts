import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));
/** Four items with all their gates; a loaded machine takes several times what an idle one does. */
const SAMPLE_MS_MAX = 400_000;

interface Ended {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function node(...args: readonly string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, stdio: ['ignore', 'pipe', 'pipe'] });
}

function ended(child: ChildProcess, onOutput: (stdout: string) => void = () => {}): Promise<Ended> {
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => onOutput((stdout += text)));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  return new Promise((resolve) => {
    child.once('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** Processes with this text in their environment, which the sample gives to all that it starts. */
function processesOf(text: string): readonly string[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => readIfThere(`/proc/${pid}/environ`).includes(text))
    .map((pid) => readIfThere(`/proc/${pid}/cmdline`).replaceAll('\0', ' '));
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

beforeAll(async () => {
  const built = await ended(node('scripts/build.mjs'));
  if (built.exitCode !== 0) throw new Error(built.stderr);
}, SAMPLE_MS_MAX);

test('npm start runs the sample program to GO', { timeout: SAMPLE_MS_MAX }, async () => {
  const { stdout, ...end } = await ended(node('scripts/start.mjs'));
  expect(end).toMatchObject({ exitCode: 0 });
  expect(stdout).toContain('RED_DID_NOT_FAIL');
  expect(stdout).toContain('CHANGES_REQUESTED');
  expect(stdout).toContain('red-replay: PASS');
  expect(stdout).toMatch(/4 of 4 done/);
  expect(stdout).toMatch(/The evidence is sound: \d+ records/);
  expect(stdout).toMatch(/^Certification: GO /m);
  expect(stdout.match(/^ {4}[0-9a-f]{7} P\d-\d{3}: /gm)).toHaveLength(4);
  expect(existsSync(folderOf(stdout))).toBe(false);
});

test.runIf(process.platform === 'linux')(
  'an interrupted sample leaves no process and no folder',
  { timeout: SAMPLE_MS_MAX },
  async () => {
    const child = node('examples/sample/run.mjs');
    let before: readonly string[] = [];
    const { exitCode, stdout } = await ended(child, (said) => {
      if (before.length > 0 || !said.includes('$ sluice red')) return;
      before = processesOf(folderOf(said));
      child.kill('SIGINT');
    });
    expect(exitCode).toBe(130);
    expect(before.join('\n')).toContain('server start-dev');
    expect(processesOf(folderOf(stdout))).toEqual([]);
    expect(existsSync(folderOf(stdout))).toBe(false);
  },
);

/** The temporary folder, from the line that names the repository in it. */
function folderOf(stdout: string): string {
  return dirname(/^A program of four items, in (.+)$/m.exec(stdout)?.[1] ?? '');
}
