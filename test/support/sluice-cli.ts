import { type ChildProcess, spawn } from 'node:child_process';
import { buildProgram } from './typescript-process.ts';

let entry: string | undefined;

export interface CliRun {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Acts once, as soon as stderr holds the text. */
  readonly when?: { readonly stderr: string; act(child: ChildProcess): void };
}

/** Runs the command line as people do: in a process of its own, with nothing of this machine set. */
export function runSluice(args: readonly string[], options: CliOptions): Promise<CliRun> {
  entry ??= buildProgram('client/main.ts');
  const { cwd, env, when } = options;
  const child = spawn(process.execPath, [entry, ...args], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: cwd, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    const isNew = when !== undefined && !stderr.includes(when.stderr);
    stderr += text;
    if (isNew && stderr.includes(when.stderr)) when.act(child);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (exitCode) => resolve({ exitCode, stdout, stderr }));
  });
}

/** The `data` of a verb's JSON document. */
export function dataOf(run: CliRun): unknown {
  const document = JSON.parse(run.stdout) as { schemaVersion: number; data: unknown };
  if (document.schemaVersion !== 1) throw new Error(`Unknown document: ${run.stdout}`);
  return document.data;
}

/** The `error` that a verb printed with `--json`. */
export function errorOf(run: CliRun): unknown {
  return (JSON.parse(run.stderr) as { error: unknown }).error;
}
