import { shellTokens, type ShellWord } from './shell-words.ts';

/** One simple command of a script, such as `FOO=1 git -C x status`. */
export interface ShellCommand {
  /** The program and its arguments, without leading assignments and reserved words. */
  readonly words: readonly ShellWord[];
  /** Operator before it and after it, empty at the ends of the script. */
  readonly before: string;
  readonly after: string;
  /** Text that it reads: a here-document or here-string. */
  readonly input: string | null;
  /** Scripts in its words, in its assignments and in the targets of its redirections. */
  readonly scripts: readonly string[];
}

const ASSIGNMENT = /^[A-Za-z_][A-Za-z0-9_]*(?:\[[^\]]*\])?\+?=/;
const RESERVED = new Set('if then elif else fi while until do done ! { } time coproc'.split(' '));

/** The simple commands of a Bash script, in order, whatever lists, groups and loops they stand in. */
export function shellCommands(script: string): readonly ShellCommand[] {
  const commands: ShellCommand[] = [];
  let draft = new Draft('');
  let isTarget: string | null = null;
  for (const token of shellTokens(script)) {
    if (token.kind === 'operator') {
      commands.push(...draft.finish(token.text));
      draft = new Draft(token.text);
    } else if (token.kind === 'redirect') {
      draft.input ??= token.body;
    } else if (isTarget === null) {
      draft.add(token);
    } else {
      draft.scripts.push(...token.scripts);
      if (isTarget.endsWith('<<<')) draft.input = token.text;
    }
    isTarget = token.kind === 'redirect' ? token.text : null;
  }
  commands.push(...draft.finish(''));
  return commands;
}

class Draft {
  readonly words: ShellWord[] = [];
  readonly scripts: string[] = [];
  readonly #before: string;
  input: string | null = null;

  constructor(before: string) {
    this.#before = before;
  }

  add(word: ShellWord): void {
    this.scripts.push(...word.scripts);
    const leads = this.words.length === 0;
    if (leads && (ASSIGNMENT.test(word.text) || (word.literal && RESERVED.has(word.text)))) return;
    this.words.push(word);
  }

  /** The command, or nothing between two operators. */
  finish(after: string): readonly ShellCommand[] {
    const { words, scripts, input } = this;
    if (words.length === 0 && scripts.length === 0) return [];
    return [{ words, scripts, input, before: this.#before, after }];
  }
}
