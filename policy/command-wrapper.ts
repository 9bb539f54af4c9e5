import type { ShellWord } from './shell-words.ts';

interface Wrapper {
  /** Short options that take the next word as their value. */
  readonly values: string;
  /** Words that stand before the wrapped command, such as the time of `timeout`. */
  readonly operands: number;
}

const plain: Wrapper = { values: '', operands: 0 };

/** Programs that run the command that their arguments name. */
const WRAPPERS: Readonly<Record<string, Wrapper>> = {
  builtin: plain,
  command: plain,
  nohup: plain,
  setsid: plain,
  env: { values: 'uC', operands: 0 },
  exec: { values: 'a', operands: 0 },
  time: { values: 'fo', operands: 0 },
  nice: { values: 'n', operands: 0 },
  ionice: { values: 'cn', operands: 0 },
  stdbuf: { values: 'ioe', operands: 0 },
  sudo: { values: 'ugpCDhRT', operands: 0 },
  doas: { values: 'uC', operands: 0 },
  watch: { values: 'n', operands: 0 },
  timeout: { values: 'ks', operands: 1 },
  flock: { values: 'wE', operands: 1 },
  xargs: { values: 'aEIdLnPs', operands: 0 },
  parallel: { values: 'jaIN', operands: 0 },
};

/** Long options of these programs that take the next word as their value. */
const LONG_VALUES = new Set(
  '--unset --chdir --signal --kill-after --adjustment --user --group --max-args --max-procs --delimiter --arg-file --interval --jobs'.split(
    ' ',
  ),
);

/** What xargs and parallel add at the end: words that are known only when the command runs. */
const ADDED: ShellWord = { kind: 'word', text: '…', literal: false, scripts: [] };

/** The last part of a path: `/usr/bin/git` is `git`. */
export function programName(word: ShellWord | undefined): string {
  return (
    word?.text
      .split('/')
      .at(-1)
      ?.replace(/\.exe$/, '') ?? ''
  );
}

/** The command that `words` runs through a wrapper such as `env` or `xargs`, or null for none. */
export function wrappedCommand(words: readonly ShellWord[]): readonly ShellWord[] | null {
  const name = programName(words[0]);
  if (name === 'find') return findCommand(words);
  const wrapper = Object.hasOwn(WRAPPERS, name) ? WRAPPERS[name] : undefined;
  if (wrapper === undefined) return null;
  let operands = wrapper.operands;
  let at = 1;
  for (; at < words.length; at += 1) {
    const text = words[at]?.text ?? '';
    if (takesNext(text, wrapper)) at += 1;
    else if (text.startsWith('-') || /^[A-Za-z_]\w*=/.test(text)) continue;
    else if (operands > 0) operands -= 1;
    else break;
  }
  const command = words.slice(at);
  return name === 'xargs' || name === 'parallel' ? [...command, ADDED] : command;
}

function takesNext(option: string, wrapper: Wrapper): boolean {
  if (option.startsWith('--')) return LONG_VALUES.has(option);
  return /^-[A-Za-z]+$/.test(option) && wrapper.values.includes(option.at(-1) ?? ' ');
}

/** The command of `find … -exec COMMAND ;`. */
function findCommand(words: readonly ShellWord[]): readonly ShellWord[] | null {
  const start = words.findIndex((word) => /^-(?:exec|ok)(?:dir)?$/.test(word.text));
  if (start < 0) return null;
  const rest = words.slice(start + 1);
  const end = rest.findIndex((word) => word.text === ';' || word.text === '+');
  return end < 0 ? rest : rest.slice(0, end);
}
