import type { BoardModel } from '../../report/board-model.ts';
import { boardText } from '../../report/board-text.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { EXIT, type ExitCode } from '../exit-codes.ts';
import { loadBoard } from '../load-board.ts';
import { pageOf } from '../page.ts';
import { inSession } from '../session.ts';

/** `sluice board`: the program, its items and whose turn it is. */
export async function board(input: CommandInput): Promise<CommandOutput> {
  const request = { ...pageOf(input), all: input.options['all'] === true };
  return inSession(input, async (session) => {
    const data = await loadBoard(session, request);
    const { isInteractive, columns } = input.terminal;
    const text = boardText(data, {
      columns: isInteractive ? columns : Number.POSITIVE_INFINITY,
      color: isInteractive && isColorWanted(input.env),
    });
    return { kind: 'board', data, text, exitCode: exitCodeOf(data) };
  });
}

/** NO_COLOR (no-color.org): set and not empty means no colour, whatever its value. */
function isColorWanted(env: NodeJS.ProcessEnv): boolean {
  return (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
}

function exitCodeOf({ program }: BoardModel): ExitCode {
  const failed = program.phase === 'baseline-failed' || program.verdict === 'NO_GO';
  return failed ? EXIT.gateFailed : EXIT.ok;
}
