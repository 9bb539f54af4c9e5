import type { ShellWord } from './shell-words.ts';

/** The arguments of one Git subcommand, as its option parser reads them (gitcli(7)). */
export class GitArguments {
  /** What is neither an option nor an option's value. */
  readonly operands: readonly ShellWord[];
  /** Whether `--` separates paths from the rest. */
  readonly hasDashes: boolean;
  readonly #short: string;
  readonly #long: readonly string[];

  /** `valueLetters` are the short options that take a value, so that `-bforce` holds no `-f`. */
  constructor(words: readonly ShellWord[], valueLetters = '') {
    const operands: ShellWord[] = [];
    const long: string[] = [];
    let short = '';
    let isValue = false;
    let afterDashes = false;
    for (const word of words) {
      if (isValue) isValue = false;
      else if (afterDashes || !/^-./.test(word.text)) operands.push(word);
      else if (word.text === '--') afterDashes = true;
      else if (word.text.startsWith('--')) long.push(word.text.split('=')[0] ?? '');
      else {
        const letters = word.text.slice(1);
        const taker = letters.split('').findIndex((letter) => valueLetters.includes(letter));
        short += taker < 0 ? letters : letters.slice(0, taker + 1);
        isValue = taker === letters.length - 1;
      }
    }
    this.operands = operands;
    this.hasDashes = afterDashes;
    this.#short = short;
    this.#long = long;
  }

  /** Whether any of these options is given: `f` for `-f`, `force` for `--force` or a prefix of it. */
  has(...names: readonly string[]): boolean {
    return names.some((name) =>
      name.length === 1
        ? this.#short.includes(name)
        : this.#long.some((each) => each.length > 2 && `--${name}`.startsWith(each)),
    );
  }

  /** The first operand: the verb of subcommands such as `stash` and `worktree`. */
  get verb(): string {
    return this.operands[0]?.text ?? '';
  }
}
