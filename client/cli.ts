import { resolve } from 'node:path';
import { Command, CommanderError } from 'commander';
import type { CommandSpec, GlobalOptions } from './command.ts';
import { COMMANDS } from './command-table.ts';
import { EXIT } from './exit-codes.ts';
import { GLOBAL_OPTIONS } from './common-options.ts';
import { type OutputOptions, printOutput } from './output.ts';
import { processTerminal } from './terminal.ts';
import { VERSION } from './version.ts';

/** Runs the command line and answers the exit code. Nothing it is told can make it throw. */
export async function runCli(argv: readonly string[]): Promise<number> {
  const json = argv.includes('--json');
  let exitCode: number = EXIT.ok;
  const program = createProgram(argv, async (spec, args, options) => {
    exitCode = await runCommand(spec, args, options);
  });
  try {
    await program.parseAsync(argv.length === 0 ? ['--help'] : [...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError) return endOfCommander(error, json);
    return printFault(error, { json, terminal: processTerminal({ quiet: true }) });
  }
  return exitCode;
}

type Run = (
  spec: CommandSpec,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
) => Promise<void>;

function createProgram(argv: readonly string[], run: Run): Command {
  const program = new Command('sluice')
    .description(
      'Runs a backlog the way a strict release lead would: every gate proven, on Temporal.',
    )
    .version(VERSION, '-V, --version', 'print the version')
    .showSuggestionAfterError()
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .addHelpText('after', HELP_END);
  addGlobalOptions(program);
  for (const spec of COMMANDS) {
    const command = addCommand(program, spec, run);
    // Options of verbs that are not meant would only take time to build.
    if (argv.includes(spec.name)) addOptions(command, spec);
  }
  return program;
}

const HELP_END = `
Exit codes: 0 ok or GO · 2 bad input · 3 gate failed or NO_GO · 4 not allowed · 5 waiting on a person
  6 evidence broken · 7 stale or conflict · 8 Temporal unreachable · 9 drift · 124 timed out · 130 interrupted

Start here: sluice init, then sluice dev, then sluice start (see README.md).`;

function addCommand(program: Command, spec: CommandSpec, run: Run): Command {
  const command = program
    .command(spec.args === undefined ? spec.name : `${spec.name} ${spec.args}`)
    .helpGroup(`To ${spec.group}:`)
    .summary(spec.summary)
    .description(spec.details === undefined ? spec.summary : `${spec.summary}\n\n${spec.details}`)
    .addHelpText('after', `\nExamples:\n${spec.examples.map((each) => `  $ ${each}`).join('\n')}`);
  return command.action(async () => {
    await run(spec, command.args, command.optsWithGlobals());
  });
}

function addOptions(command: Command, spec: CommandSpec): void {
  for (const option of spec.options ?? []) {
    if (option.many === true) command.option(option.flags, option.summary, collect, []);
    else command.option(option.flags, option.summary);
  }
  addGlobalOptions(command);
}

function addGlobalOptions(command: Command): void {
  for (const { flags, summary } of GLOBAL_OPTIONS) command.option(flags, summary);
}

function collect(value: string, earlier: readonly string[]): readonly string[] {
  return [...earlier, value];
}

async function runCommand(
  spec: CommandSpec,
  args: readonly string[],
  options: Readonly<Record<string, unknown>>,
): Promise<number> {
  const global = globalOptions(options);
  const terminal = processTerminal({ quiet: global.json });
  const abort = new AbortController();
  const interrupt = (): void => abort.abort();
  process.once('SIGINT', interrupt);
  process.once('SIGTERM', interrupt);
  try {
    const handler = await spec.load();
    const { signal } = abort;
    const input = { args, options, global, env: process.env, terminal, signal };
    const output = await handler(input);
    terminal.progress(null);
    printOutput(output, { json: global.json, terminal });
    return abort.signal.aborted ? EXIT.interrupted : (output.exitCode ?? EXIT.ok);
  } catch (error) {
    terminal.progress(null);
    if (abort.signal.aborted) return EXIT.interrupted;
    return await printFault(error, { json: global.json, terminal });
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

function globalOptions(options: Readonly<Record<string, unknown>>): GlobalOptions {
  const text = (name: string): string | null => {
    const value = options[name];
    return typeof value === 'string' && value !== '' ? value : null;
  };
  return {
    cwd: resolve(text('directory') ?? '.'),
    json: options['json'] === true,
    actor: text('actor'),
    sign: options['sign'] === true ? true : text('sign'),
    program: text('program'),
    yes: options['yes'] === true,
    noInput: options['input'] === false,
  };
}

/** What is said of mistakes is loaded when one was made, and not before. */
async function printFault(error: unknown, options: OutputOptions): Promise<number> {
  const faults = await import('./print-fault.ts');
  return faults.printFault(error, options);
}

async function endOfCommander(error: CommanderError, json: boolean): Promise<number> {
  // Help and version are printed already; they are no mistakes.
  if (error.exitCode === 0) return EXIT.ok;
  const isVerbMissing = error.code === 'commander.help';
  const message = isVerbMissing ? 'No verb is given.' : error.message.replace(/^error: /, '');
  const { Fault } = await import('../domain/fault.ts');
  const fault = new Fault({ code: 'USAGE', facts: { message } });
  return printFault(fault, { json, terminal: processTerminal({ quiet: true }) });
}
