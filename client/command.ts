import type { ExitCode } from './exit-codes.ts';
import type { Terminal } from './terminal.ts';

/** Options that every verb has. */
export interface GlobalOptions {
  /** Folder of the repository, absolute. */
  readonly cwd: string;
  readonly json: boolean;
  readonly actor: string | null;
  /** The key to sign with; true for the one that is configured, null where it was not asked for. */
  readonly sign: string | true | null;
  readonly program: string | null;
  readonly yes: boolean;
  readonly noInput: boolean;
}

/** What a verb is called with. */
export interface CommandInput {
  readonly args: readonly string[];
  /** Values of the verb's own options by their camel-case names. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly global: GlobalOptions;
  readonly env: NodeJS.ProcessEnv;
  readonly terminal: Terminal;
  /** Aborted by Ctrl-C; the process then ends with 130 unless the verb has an end of its own. */
  readonly signal: AbortSignal;
}

/** What a verb answers: the same facts for programs (`data`) and for people (`text`). */
export interface CommandOutput {
  /** Names the shape of `data`, as in `{"schemaVersion":1,"kind":KIND,"data":…}`. */
  readonly kind: string;
  readonly data: unknown;
  readonly text: string;
  readonly exitCode?: ExitCode;
}

export type CommandHandler = (input: CommandInput) => Promise<CommandOutput>;

export interface OptionSpec {
  /** As commander writes it: `--reason <text>`, `--approve`, `-m, --note <text>`. */
  readonly flags: string;
  readonly summary: string;
  /** May be given several times: the value is a list. */
  readonly many?: boolean;
}

/** A verb as `--help` shows it; its code is loaded only when it runs. */
export interface CommandSpec {
  readonly name: string;
  /** As commander writes it: `<item>`, `[item]`, `<items...>`. */
  readonly args?: string;
  readonly group: 'set up' | 'run' | 'look' | 'work' | 'decide' | 'prove';
  readonly summary: string;
  readonly details?: string;
  readonly options?: readonly OptionSpec[];
  readonly examples: readonly string[];
  load(): Promise<CommandHandler>;
}
