import type { ShellWord } from './shell-words.ts';

/** `git` options before the subcommand that take the next word as their value (git(1)). */
const VALUE_OPTIONS = new Set(
  '-C -c --git-dir --work-tree --namespace --config-env --super-prefix --attr-source'.split(' '),
);

/** A call of Git: its subcommand, and aliases that the call itself defines by `-c alias.NAME=…`. */
export interface GitCommand {
  readonly subcommand: ShellWord | null;
  readonly args: readonly ShellWord[];
  readonly aliases: ReadonlyMap<string, string>;
}

/** Reads the words after `git`. */
export function gitCommand(words: readonly ShellWord[]): GitCommand {
  const aliases = new Map<string, string>();
  for (let at = 0; at < words.length; at += 1) {
    const word = words[at];
    if (word === undefined) break;
    if (!word.text.startsWith('-')) return { subcommand: word, args: words.slice(at + 1), aliases };
    if (!VALUE_OPTIONS.has(word.text)) continue;
    at += 1;
    const alias = /^alias\.([^=]+)=(.*)$/s.exec(words[at]?.text ?? '');
    if (word.text === '-c' && alias !== null) aliases.set(alias[1] ?? '', alias[2] ?? '');
  }
  return { subcommand: null, args: [], aliases };
}

/**
 * What else a Git command runs: an alias that it uses or defines, the command of `submodule foreach`,
 * `bisect run` and `rebase --exec`. A script for each, as a shell would run it.
 */
export function gitScripts(command: GitCommand): readonly string[] {
  const { subcommand, args, aliases } = command;
  const texts = args.map((word) => word.text);
  const alias = aliases.get(subcommand?.text ?? '');
  const scripts = alias === undefined ? [] : [aliasScript(alias, texts)];
  const run = texts.findIndex((text) => text === 'foreach' || text === 'run');
  if (['submodule', 'bisect'].includes(subcommand?.text ?? '') && run >= 0)
    scripts.push(
      texts
        .slice(run + 1)
        .filter((text) => text !== '--recursive')
        .join(' '),
    );
  if (subcommand?.text === 'config') {
    const name = texts.findIndex((text) => text.startsWith('alias.'));
    const value = name < 0 ? undefined : texts[name + 1];
    if (value !== undefined) scripts.push(aliasScript(value, []));
  }
  return scripts;
}

/** `!…` is a shell command, anything else a Git subcommand (git-config(1), `alias.*`). */
function aliasScript(alias: string, args: readonly string[]): string {
  const rest = args.map((text) => `'${text.replaceAll("'", `'\\''`)}'`).join(' ');
  return alias.startsWith('!') ? `${alias.slice(1)} ${rest}` : `git ${alias} ${rest}`;
}
