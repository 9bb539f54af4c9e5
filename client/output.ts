import type { CommandOutput } from './command.ts';
import type { Terminal } from './terminal.ts';

/** Version of the documents that `--json` prints, for answers and errors alike. */
export const SCHEMA_VERSION = 1;

export interface OutputOptions {
  readonly json: boolean;
  readonly terminal: Terminal;
}

/** Prints what a verb answered: one JSON document, or text for people. */
export function printOutput(output: CommandOutput, { json, terminal }: OutputOptions): void {
  const { kind, data, text } = output;
  if (json) terminal.out(`${JSON.stringify({ schemaVersion: SCHEMA_VERSION, kind, data })}\n`);
  else if (text !== '') terminal.out(text.endsWith('\n') ? text : `${text}\n`);
}
