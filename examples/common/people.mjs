// The scripted people of the examples. They use the CLI as anybody would, and read its JSON.
import { spawn } from 'node:child_process';
import { CLI, SampleFailed } from './sandbox.mjs';

/**
 * Runs `sluice …` in the sandbox, shows the command, and answers its exit code, JSON and text.
 * `expect` lists the exit codes that the story can go on from.
 */
export function createCli(sandbox, signal) {
  return async function sluice(args, { expect = [0], json = true, show = true } = {}) {
    if (show) say(`  $ sluice ${args.map(quoted).join(' ')}`);
    const argv = [CLI, '-C', sandbox.repository, ...args, ...(json ? ['--json'] : [])];
    const { code, stdout, stderr } = await run(argv, sandbox.env, signal);
    if (!expect.includes(code)) {
      throw new SampleFailed(
        `sluice ${args.join(' ')} ended with exit code ${code}\n${stderr}${stdout}`,
      );
    }
    return { code, text: stdout, data: json ? JSON.parse(stdout).data : undefined };
  };
}

export function say(line) {
  process.stdout.write(`${line}\n`);
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`;
}

function run(argv, env, signal) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, argv, {
      env,
      signal,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text) => (stdout += text));
    child.stderr.setEncoding('utf8').on('data', (text) => (stderr += text));
    child.once('error', reject);
    child.once('close', (code) => resolve({ code, stdout, stderr }));
  });
}

/** Text of a command below its line. */
export function indented(text) {
  return text.trimEnd().replaceAll(/^(?=.)/gm, '    ');
}
