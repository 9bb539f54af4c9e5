import type { Command } from './policy.ts';

/** A command as a person would type it: words that a shell would take apart are in single quotes. */
export function commandText(command: Command): string {
  if ('shell' in command) return command.shell;
  return command.argv.map(quoted).join(' ');
}

function quoted(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
