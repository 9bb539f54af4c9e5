import { programName } from './command-wrapper.ts';
import type { ShellCommand } from './shell-commands.ts';

/** A way in which a failing command would look like a passing one. */
export interface MaskedFailure {
  readonly command: string;
  readonly reason: string;
}

const SUCCEEDS = new Set(['true', ':', 'echo', 'printf']);
const PASSES_WITHOUT_TESTS =
  /^--(?:passWithNoTests|pass-with-no-tests|suppress-no-test-exit-code|no-tests=pass)(?:=true)?$/;

/** The shell that runs a script, as far as it notices failures. */
export interface ScriptShell {
  readonly errexit: boolean;
  readonly pipefail: boolean;
}

/** The shell of a gate: `bash -eo pipefail -c`. */
export const GATE_SHELL: ScriptShell = { errexit: true, pipefail: true };

/**
 * Ways to hide a failure in one command of a script. `shell` is null inside substitutions, whose
 * exit code does not decide about the gate.
 */
export function maskedFailure(
  command: ShellCommand,
  shell: ScriptShell | null,
): readonly MaskedFailure[] {
  const texts = command.words.map((word) => word.text);
  const line = texts.join(' ');
  const found: MaskedFailure[] = [];
  const report = (shown: string, reason: string): void => {
    found.push({ command: shown, reason });
  };
  if (texts.some((text) => PASSES_WITHOUT_TESTS.test(text)))
    report(line, 'it passes when no test was found');
  if (shell === null) return found;
  const name = programName(command.words[0]);
  const exitsZero = name === 'exit' && texts[1] === '0';
  if (command.before === '||' && (SUCCEEDS.has(name) || exitsZero))
    report(`|| ${line}`, 'it turns a failure into success');
  else if (exitsZero && command.before !== '' && command.before !== '&&')
    report(`${command.before.trim() || ';'} ${line}`, 'it ends with success whatever went before');
  if (name === 'set' && /^\+[A-Za-z]*e/.test(texts[1] ?? ''))
    report(line, 'the commands after it may fail unseen');
  if (name === 'set' && texts[1] === '+o' && ['errexit', 'pipefail'].includes(texts[2] ?? ''))
    report(line, 'the commands after it may fail unseen');
  if (name === 'trap' && /\bexit\s+0\b/.test(texts[1] ?? ''))
    report(line, 'it ends with success whatever went before');
  if (name === 'make' && texts.some((text) => /^(?:-[a-z]*i[a-z]*|--ignore-errors)$/.test(text)))
    report(line, 'it goes on after commands that fail');
  if (!shell.pipefail && /^\|&?$/.test(command.after))
    report(`${line} |`, 'the pipe hides its exit code, because this shell has no pipefail');
  if (!shell.errexit && /^(?:;|\n+)$/.test(command.after))
    report(`${line};`, 'what follows hides its exit code, because this shell has no -e');
  if (command.after === '&') report(`${line} &`, 'nobody waits for its exit code');
  return found;
}
