/** A word of a command line after its quotes are removed; expansions stay as they are written. */
export interface ShellWord {
  readonly kind: 'word';
  readonly text: string;
  /** False when it holds an expansion or a pattern, so that its value is known only when it runs. */
  readonly literal: boolean;
  /** Scripts inside the word: `$(…)`, `${…}`, backticks, `<(…)`. */
  readonly scripts: readonly string[];
}

/** `;`, `&&`, `|` and so on; a line break is `\n`. */
interface ShellOperator {
  readonly kind: 'operator';
  readonly text: string;
}

/** A redirection; the word after it is its target. `body` is what a here-document holds. */
interface ShellRedirect {
  readonly kind: 'redirect';
  readonly text: string;
  readonly body: string | null;
}

export type ShellToken = ShellWord | ShellOperator | ShellRedirect;

const BLANK = /(?:[ \t\r]|\\\n)+/y;
const COMMENT = /#[^\n]*/y;
const PROCESS_SUBSTITUTION = /[<>]\(/y;
const REDIRECT = /(?:[0-9]+|&)?(?:<<<|<<-?|<>|>>|>\||>&|<&|<|>)/y;
const OPERATOR = /&&|\|\||\|&|;;&|;&|;;|[;&|()\n]/y;
const PLAIN = /[^ \t\r\n;&|()<>\\'"`$*?[{]+/y;
/** The metacharacters of Bash; other white space is part of a word. */
const WORD_END = /[ \t\r\n;&|()<>]/;

/**
 * The words and operators of a Bash script, as far as a look at its commands needs: quoting,
 * substitutions, redirections, here-documents and comments of the Bash manual's chapter 3, without
 * expanding anything. Never fails: what is not closed ends with the text.
 */
export function shellTokens(script: string): readonly ShellToken[] {
  return new ShellLexer(script).tokens();
}

interface PendingDocument {
  readonly redirect: { body: string | null };
  readonly delimiter: string;
}

class ShellLexer {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  tokens(): readonly ShellToken[] {
    const tokens: ShellToken[] = [];
    let opened: { kind: 'redirect'; text: string; body: string | null } | null = null;
    let pending: PendingDocument[] = [];
    while (this.#skipBlanks()) {
      const redirect = this.#redirect();
      if (redirect !== null) {
        const token = { kind: 'redirect' as const, text: redirect, body: null };
        tokens.push(token);
        opened = /<<-?$/.test(redirect) ? token : null;
        continue;
      }
      const operator = this.#match(OPERATOR);
      if (operator !== null) {
        tokens.push({ kind: 'operator', text: operator });
        if (operator !== '\n') continue;
        for (const each of pending) each.redirect.body = this.#hereDocument(each.delimiter);
        pending = [];
        continue;
      }
      const word = this.#word();
      tokens.push(word);
      if (opened !== null) pending.push({ redirect: opened, delimiter: word.text });
      opened = null;
    }
    return tokens;
  }

  /** Skips blanks and comments; false at the end of the text. */
  #skipBlanks(): boolean {
    while (this.#match(BLANK) !== null || this.#match(COMMENT) !== null);
    return this.#at < this.#text.length;
  }

  #redirect(): string | null {
    PROCESS_SUBSTITUTION.lastIndex = this.#at;
    return PROCESS_SUBSTITUTION.test(this.#text) ? null : this.#match(REDIRECT);
  }

  #match(pattern: RegExp): string | null {
    pattern.lastIndex = this.#at;
    const match = pattern.exec(this.#text);
    if (match === null) return null;
    this.#at += match[0].length;
    return match[0];
  }

  #hereDocument(delimiter: string): string {
    const lines: string[] = [];
    while (this.#at < this.#text.length) {
      const line = this.#until('\n');
      if (line.replace(/^\t+/, '') === delimiter) break;
      lines.push(line);
    }
    return lines.join('\n');
  }

  #word(): ShellWord {
    const word = { kind: 'word' as const, text: '', literal: true, scripts: [] as string[] };
    const start = this.#at;
    while (this.#at < this.#text.length) {
      const atStart = this.#at === start;
      const char = this.#text[this.#at] ?? '';
      if (WORD_END.test(char) && !(atStart && (char === '<' || char === '>'))) break;
      this.#part(word, char);
    }
    return word;
  }

  /** One part of a word that begins with `char`: plain text, a quotation or an expansion. */
  #part(word: { text: string; literal: boolean; scripts: string[] }, char: string): void {
    const plain = this.#match(PLAIN);
    if (plain !== null) {
      word.text += plain;
      return;
    }
    this.#at += 1;
    if (char === '\\') word.text += this.#escaped();
    else if (char === "'") word.text += this.#until("'");
    else if (char === '"') this.#doubleQuoted(word);
    else if (char === '{') {
      if (/[^\s}]/.test(this.#text[this.#at] ?? ' ')) word.literal = false;
      word.text += char;
    } else this.#expansion(word, char);
  }

  #escaped(): string {
    const next = this.#text[this.#at] ?? '';
    this.#at += 1;
    return next === '\n' ? '' : next;
  }

  /** The text up to `end`, which is skipped, or all that is left. */
  #until(end: string): string {
    const found = this.#text.indexOf(end, this.#at);
    const stop = found < 0 ? this.#text.length : found;
    const text = this.#text.slice(this.#at, stop);
    this.#at = stop + 1;
    return text;
  }

  #doubleQuoted(word: { text: string; literal: boolean; scripts: string[] }): void {
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      this.#at += 1;
      if (char === '"') return;
      const next = this.#text[this.#at] ?? '';
      if (char === '\\' && '$`"\\\n'.includes(next)) word.text += this.#escaped();
      else if (char === '$' || char === '`') this.#expansion(word, char);
      else word.text += char;
    }
  }

  /** `$…`, backticks, `<(…)` or a pattern character: the word's value is not known. */
  #expansion(word: { text: string; literal: boolean; scripts: string[] }, char: string): void {
    word.literal = false;
    const next = this.#text[this.#at] ?? '';
    if (char === '`') {
      const script = this.#until('`');
      word.scripts.push(script);
      word.text += `\`${script}\``;
    } else if ('$<>'.includes(char) && (next === '(' || next === '{')) {
      this.#at += 1;
      const script = this.#balanced(next, next === '(' ? ')' : '}');
      word.scripts.push(script);
      word.text += `${char}${next}${script}${next === '(' ? ')' : '}'}`;
    } else word.text += char;
  }

  /** The text up to the bracket that closes one just opened, minding quotes. */
  #balanced(open: string, close: string): string {
    const start = this.#at;
    let depth = 1;
    let quote = '';
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      this.#at += 1;
      if (char === '\\' && quote !== "'") this.#at += 1;
      else if (quote !== '') quote = char === quote ? '' : quote;
      else if (char === "'" || char === '"') quote = char;
      else if (char === open) depth += 1;
      else if (char === close) depth -= 1;
      if (depth === 0) return this.#text.slice(start, this.#at - 1);
    }
    return this.#text.slice(start);
  }
}
