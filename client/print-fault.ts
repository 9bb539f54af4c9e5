import { Fault } from '../domain/fault.ts';
import { rejectionText } from '../domain/rejection-text.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import { faultOfProblem, type InputProblem, whereOf } from '../domain/input-problem.ts';
import { InvalidInput } from './invalid-input.ts';
import { exitCodeOfFault, exitCodeOfRefusal } from './exit-code-of.ts';
import { EXIT } from './exit-codes.ts';
import { Refused } from './refused.ts';
import { type OutputOptions, SCHEMA_VERSION } from './output.ts';

/** Every mistake of a document, with its place, what was expected and how to mend it. */
function printProblems(
  problems: readonly InputProblem[],
  { json, terminal }: OutputOptions,
): number {
  const [first] = problems;
  if (json && first !== undefined) {
    const { code, message, fix, where } = faultOfProblem(first);
    const body = { code, message, fix, where, problems };
    terminal.err(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, error: body })}\n`);
    return EXIT.usage;
  }
  for (const problem of problems) {
    const { code, message, fix } = faultOfProblem(problem);
    const excerpt = problem.excerpt === '' ? '' : `${safeLines(problem.excerpt)}\n`;
    const where = maskUnsafe(whereOf(problem));
    terminal.err(`${where}: ${safeLines(message)} [${code}]\n${excerpt}  fix: ${safeLines(fix)}\n`);
  }
  return EXIT.usage;
}

function safeLines(text: string): string {
  return text.split('\n').map(maskUnsafe).join('\n');
}

interface ErrorText {
  readonly code: string;
  readonly message: string;
  readonly fix: string;
  readonly where?: string | undefined;
  readonly exitCode: number;
}

/** Prints what went wrong, where and what to do, and answers the exit code. */
export function printFault(error: unknown, { json, terminal }: OutputOptions): number {
  if (error instanceof InvalidInput) return printProblems(error.problems, { json, terminal });
  const { code, message, fix, where, exitCode } = errorText(error);
  if (json) {
    const body = { code, message, fix, ...(where === undefined ? {} : { where }) };
    terminal.err(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, error: body })}\n`);
    return exitCode;
  }
  const place = where === undefined ? '' : `${where}: `;
  terminal.err(`${safeLines(`${place}${message}`)} [${code}]\n${safeLines(fix)}\n`);
  return exitCode;
}

function errorText(error: unknown): ErrorText {
  if (error instanceof Fault) {
    const { code, message, fix, where } = error;
    return { code, message, fix, where, exitCode: exitCodeOfFault(code) };
  }
  if (error instanceof Refused) {
    const { code, facts } = error;
    return { code, ...rejectionText(code, facts), exitCode: exitCodeOfRefusal(code) };
  }
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  const fix = 'This is a defect of Sluice; please report it with the text above.';
  return { code: 'INTERNAL', message, fix, exitCode: EXIT.internal };
}
