import { Fault } from '../../domain/fault.ts';
import { nearestWord } from '../../domain/suggestion.ts';
import type { CommandHandler, CommandInput, CommandOutput, CommandSpec } from '../command.ts';
import { completionScript, isShell, SHELLS } from '../completion-script.ts';

/** `sluice completion`: a script made from the table of verbs, so that it never lags behind it. */
export function createCompletion(commands: readonly CommandSpec[]): CommandHandler {
  return async (input) => complete(input, commands);
}

function complete(input: CommandInput, commands: readonly CommandSpec[]): CommandOutput {
  const shell = input.args[0] ?? '';
  if (!isShell(shell)) {
    const near = nearestWord(shell, SHELLS);
    const hint = near === null ? '' : ` Did you mean ${near}?`;
    const message = `There is no completion for "${shell}".${hint}`;
    throw new Fault({
      code: 'USAGE',
      facts: { message, fix: `Name one of ${SHELLS.join(', ')}.` },
    });
  }
  const script = completionScript(shell, commands);
  return { kind: 'completion', data: { shell, script }, text: script };
}
