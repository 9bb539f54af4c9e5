import type { Command, Policy } from '../domain/policy.ts';
import { programName, wrappedCommand } from './command-wrapper.ts';
import { shellCommands } from './shell-commands.ts';
import type { ShellWord } from './shell-words.ts';

/** Scripts inside scripts; nobody writes so many. */
const NESTING_MAX = 16;
const SHELLS = new Set('sh bash dash ash zsh ksh'.split(' '));

/** Programs whose first plain argument is the script that they run. */
const INTERPRETERS = new Set(
  'sh bash dash ash zsh ksh source . node nodejs tsx ts-node deno bun python python3 ruby perl php pwsh'.split(
    ' ',
  ),
);
/** Options whose next word names the file that decides what is run, as of make and just. */
const NAMES_FILE = new Set(
  '-f --file --makefile --config -c --justfile --taskfile -t --project'.split(' '),
);
/** A path inside the tree: relative, of characters that no shell and no pattern gives a meaning to. */
const PLAIN_PATH = /^(?:\.\/)*(?!-)[A-Za-z0-9_.@+](?:[A-Za-z0-9_.@+/-]*[A-Za-z0-9_.@+-])?$/;

/** Every command of the policy that decides about a tree. */
export function commandsOfGates({ baseline, prepare, gates }: Policy): readonly Command[] {
  const { red, targeted, verify } = gates;
  return [...baseline, ...verify, prepare, red, targeted].flatMap((gate) =>
    gate === null ? [] : [gate.command],
  );
}

/**
 * Patterns of the files that commands run as programs or name as configuration: `scripts/verify.sh`,
 * `node tools/check.js`, `make -f build/Makefile`. Whoever replaces one by a stub changes the gate.
 * Each is matched in any folder, because a command may change its folder first.
 */
export function gateScripts(commands: readonly Command[]): readonly string[] {
  const paths = commands.flatMap(scriptsOf).map((path) => path.replace(/^(?:\.\/)+/, ''));
  return [...new Set(paths)].flatMap((path) => [path, `**/${path}`]);
}

function scriptsOf(command: Command): readonly string[] {
  if ('shell' in command) return scriptsOfShell(command.shell, 0);
  return scriptsOfWords(command.argv.map(asWord), 0);
}

function asWord(text: string): ShellWord {
  return { kind: 'word', text, literal: true, scripts: [] };
}

function scriptsOfShell(shell: string, depth: number): readonly string[] {
  if (depth > NESTING_MAX) return [];
  return shellCommands(shell).flatMap(({ words, scripts }) => [
    ...scriptsOfWords(words, depth),
    ...scripts.flatMap((each) => scriptsOfShell(each, depth + 1)),
  ]);
}

function scriptsOfWords(words: readonly ShellWord[], depth: number): readonly string[] {
  const wrapped = depth > NESTING_MAX ? null : wrappedCommand(words);
  const inner = wrapped === null ? [] : scriptsOfWords(wrapped, depth + 1);
  const [program = '', ...rest] = words.map(({ text }) => text);
  const named = rest.filter((_, place) => NAMES_FILE.has(rest[place - 1] ?? ''));
  const paths = [program, ...scriptOf(programName(words[0]), rest), ...named];
  const shells = SHELLS.has(programName(words[0])) && rest.includes('-c') ? rest : [];
  return [
    ...paths.filter((path) => PLAIN_PATH.test(path) && /[./]/.test(path)),
    ...inner,
    ...shells.flatMap((each) => scriptsOfShell(each, depth + 1)),
  ];
}

/** The first plain argument of an interpreter; one that is told to find tests runs no script. */
function scriptOf(name: string, args: readonly string[]): readonly string[] {
  if (!INTERPRETERS.has(name) || args.some((arg) => /^(?:--test|test|-c|-m)$/.test(arg))) return [];
  return args.filter((arg) => !arg.startsWith('-') && arg !== 'run').slice(0, 1);
}
