// One line per step of set-up, with its time; everything that a step printed only if it failed.
import { spawn } from 'node:child_process';

const SECOND_MS = 1_000;
/** Characters kept of a step's output: more than any sensible failure needs. */
const OUTPUT_CHARS_MAX = 1_000_000;

export const root = new URL('..', import.meta.url);

/** A step that failed: its line is printed, so nothing more needs to be said. */
export class StepFailed extends Error {}

/**
 * Runs one step and prints its line on stderr, which leaves stdout to the program that follows.
 * `work` answers with a remark such as "up to date"; it gets a function that shows progress.
 */
export async function step(name, work) {
  const began = performance.now();
  const line = (mark, remark) => {
    const seconds = ((performance.now() - began) / SECOND_MS).toFixed(1);
    process.stderr.write(
      `${clearLine()}${mark} ${name}${remark ? `: ${remark}` : ''} (${seconds} s)\n`,
    );
  };
  // Installing and compiling take a while in which nothing else would be seen.
  if (process.stderr.isTTY) showProgress(`${name} …`);
  try {
    line('✓', await work(showProgress));
  } catch (error) {
    line('✗', 'failed');
    process.stderr.write(`${error.output ?? error.stack ?? error}\n`);
    if (error.fix) process.stderr.write(`${error.fix}\n`);
    throw new StepFailed(name);
  }
}

function showProgress(sentence) {
  process.stderr.write(`${clearLine()}  ${sentence}${process.stderr.isTTY ? '' : '\n'}`);
}

function clearLine() {
  return process.stderr.isTTY ? '\r\u001B[2K' : '';
}

/** Runs a command in the project's folder; rejects with its whole output when it fails. */
export function run(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    const collect = (text) => (output = (output + text).slice(-OUTPUT_CHARS_MAX));
    child.stdout.setEncoding('utf8').on('data', collect);
    child.stderr.setEncoding('utf8').on('data', collect);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve(output);
      else reject(Object.assign(new Error(`${command} exited with ${code}`), { output }));
    });
  });
}

/** Runs a command with the terminal's own input and output; the answer is its exit code. */
export function runInForeground(command, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { cwd: root, stdio: 'inherit' });
    // Ctrl-C reaches the child too; this process waits for the child's own answer to it.
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
    child.once('error', reject);
    child.once('close', (code, signal) => resolve(code ?? (signal === 'SIGINT' ? 130 : 1)));
  });
}

/** Runs a script's main function; a failed step has said everything already. */
export async function main(work) {
  try {
    process.exitCode = await work();
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    process.exitCode = 1;
  }
}
