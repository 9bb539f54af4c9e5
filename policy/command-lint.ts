import type { Command } from '../domain/policy.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import { programName, wrappedCommand } from './command-wrapper.ts';
import { gitCommand, gitScripts } from './git-command.ts';
import { gitDanger } from './git-danger.ts';
import { GATE_SHELL, maskedFailure, type ScriptShell } from './masked-failure.ts';
import { shellCommands, type ShellCommand } from './shell-commands.ts';
import type { ShellWord } from './shell-words.ts';

/** What is wrong with a command: it must not be in a policy, or its failure could go unseen. */
export interface CommandFinding {
  readonly kind: 'forbidden' | 'masked';
  /** The part of the command that it is about. */
  readonly command: string;
  readonly reason: string;
}

/** Scripts inside scripts, `bash -c "$(…)"`; nobody writes so many. */
const NESTING_MAX = 16;

/** Characters of the command that a message quotes. */
const QUOTED_CHARS_MAX = 80;

const SHELLS = new Set('sh bash dash ash zsh ksh'.split(' '));

/**
 * Looks for commands that can discard work or rewrite history, and for ways to hide a failure. This
 * is a guard against mistakes, not a sandbox: a script file or a variable can hide anything, and
 * what protects the work is that gates run in a worktree of Sluice's own, on a snapshot.
 *
 * The words are taken apart here rather than by `sh-syntax` (mvdan/sh as WASM): its tree says where
 * statements are but not what words they have, it is asynchronous, and it weighs 750 KB.
 */
export function lintCommand(command: Command): readonly CommandFinding[] {
  if ('shell' in command) return lintScript(command.shell, 0, GATE_SHELL);
  const words = command.argv.map((text): ShellWord => ({
    kind: 'word',
    text,
    literal: true,
    scripts: [],
  }));
  return [
    ...lintWords(words, 0, GATE_SHELL),
    ...maskedFailure({ words, before: '', after: '', input: null, scripts: [] }, GATE_SHELL).map(
      masked,
    ),
  ];
}

/** `shell` is null where the exit code of the script does not decide about the gate. */
function lintScript(
  script: string,
  depth: number,
  shell: ScriptShell | null,
): readonly CommandFinding[] {
  if (depth > NESTING_MAX)
    return [forbidden(script, 'its scripts are nested too deeply to be checked')];
  const commands = shellCommands(script);
  return commands.flatMap((command, nth) => [
    ...lintWords(command.words, depth, shell),
    ...command.scripts.flatMap((each) => lintScript(each, depth + 1, null)),
    ...readScripts(command, commands[nth - 1]).flatMap((each) => lintScript(each, depth + 1, null)),
    ...maskedFailure(command, shell).map(masked),
  ]);
}

function lintWords(
  words: readonly ShellWord[],
  depth: number,
  shell: ScriptShell | null,
): readonly CommandFinding[] {
  const inner = depth > NESTING_MAX ? null : wrappedCommand(words);
  const name = programName(words[0]);
  if (name === 'git') return lintGit(words, depth);
  if (SHELLS.has(name)) {
    const scripts = shellScript(words);
    const own = shell === null ? null : shellOf(words, scripts[0] ?? '');
    return scripts.flatMap((each) => lintScript(each, depth + 1, own));
  }
  if (name === 'eval') return lintScript(joined(words.slice(1)), depth + 1, shell);
  if (inner !== null) {
    return [...lintWords(inner, depth + 1, shell), ...splitString(name, words, depth)];
  }
  return [];
}

function lintGit(words: readonly ShellWord[], depth: number): readonly CommandFinding[] {
  const command = gitCommand(words.slice(1));
  const inner = gitScripts(command).flatMap((each) => lintScript(each, depth + 1, null));
  const reason = command.subcommand === null ? null : gitDanger(command.subcommand, command.args);
  return reason === null ? inner : [forbidden(joined(words), reason), ...inner];
}

/** What a shell that a command starts notices: it inherits nothing of the gate's own shell. */
function shellOf(words: readonly ShellWord[], script: string): ScriptShell {
  const options = words.map(({ text }) => text).filter((text) => /^-[A-Za-z]/.test(text));
  const sets = /\bset\s+-[A-Za-z]*e/.test(script);
  const all = words.map(({ text }) => text).join(' ');
  return {
    errexit: sets || options.some((text) => /^-[A-Za-z]*e/.test(text)),
    pipefail: /\bpipefail\b/.test(all),
  };
}

/** The script of `bash -euo pipefail -c SCRIPT`. */
function shellScript(words: readonly ShellWord[]): readonly string[] {
  const option = words.findIndex((word) => /^-[A-Za-z]*c[A-Za-z]*$/.test(word.text));
  if (option < 0) return [];
  const script = words.slice(option + 1).find((word) => !/^[-+]/.test(word.text));
  const skipsValue = /o/.test(words[option]?.text ?? '');
  const after = skipsValue
    ? words.slice(option + 2).find((word) => !/^[-+]/.test(word.text))
    : undefined;
  return [script, after].flatMap((word) => (word === undefined ? [] : [word.text]));
}

/** `env -S "git reset --hard"` holds a whole command in one word. */
function splitString(
  name: string,
  words: readonly ShellWord[],
  depth: number,
): readonly CommandFinding[] {
  if (name !== 'env') return [];
  const option = words.findIndex((word) => /^(?:-[A-Za-z]*S|--split-string=?)/.test(word.text));
  if (option < 0) return [];
  const text = words[option]?.text.replace(/^(?:-[A-Za-z]*S|--split-string=?)/, '') ?? '';
  return lintScript(text === '' ? joined(words.slice(option + 1)) : text, depth + 1, null);
}

/** Scripts that a shell reads from its input: a here-document, or words echoed into a pipe. */
function readScripts(command: ShellCommand, previous: ShellCommand | undefined): readonly string[] {
  const isBare = command.words.slice(1).every((word) => /^[-+]/.test(word.text));
  if (!SHELLS.has(programName(command.words[0])) || !isBare) return [];
  const echoed = command.before.startsWith('|') && command.before !== '||' ? previous : undefined;
  const words = echoed?.words.slice(1) ?? [];
  return [
    ...(command.input === null ? [] : [command.input]),
    ...words.map((word) => word.text),
    joined(words),
  ].filter((script) => script !== '');
}

function joined(words: readonly ShellWord[]): string {
  return words.map((word) => word.text).join(' ');
}

function forbidden(command: string, reason: string): CommandFinding {
  return { kind: 'forbidden', command: shortened(command), reason };
}

function masked({ command, reason }: { command: string; reason: string }): CommandFinding {
  return { kind: 'masked', command: shortened(command), reason };
}

function shortened(command: string): string {
  const line = maskUnsafe(command.replaceAll(/\s+/g, ' ').trim());
  return line.length > QUOTED_CHARS_MAX ? `${line.slice(0, QUOTED_CHARS_MAX)}…` : line;
}
