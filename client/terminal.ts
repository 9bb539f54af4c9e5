import { maskUnsafe } from '../domain/safe-text.ts';

/** Where a verb writes. Results go to `out`; progress and diagnostics go to `err`. */
export interface Terminal {
  readonly isInteractive: boolean;
  readonly columns: number;
  out(text: string): void;
  err(text: string): void;
  /** Replaces the progress line; null removes it. Does nothing where nobody watches. */
  progress(text: string | null): void;
}

const COLUMNS_DEFAULT = 100;
const ERASE_LINE = '\r\u001b[2K';
const SPINNER = ['⠋', '⠙', '⠹', '⠸', '⠼', '⠴', '⠦', '⠧', '⠇', '⠏'] as const;
const SPIN_MS = 100;

/** The real terminal. A progress line is shown on stderr of a terminal only, never into a pipe. */
export function processTerminal(options: { readonly quiet: boolean }): Terminal {
  const isInteractive = process.stderr.isTTY && process.stdout.isTTY && !options.quiet;
  const line = createProgressLine();
  return {
    isInteractive,
    columns: process.stdout.columns ?? COLUMNS_DEFAULT,
    out: (text) => {
      line.clear();
      process.stdout.write(text);
    },
    err: (text) => {
      line.clear();
      process.stderr.write(text);
    },
    progress: (text) => {
      if (isInteractive) line.show(text);
    },
  };
}

function createProgressLine() {
  let text: string | null = null;
  let timer: NodeJS.Timeout | undefined;
  let frame = 0;
  const paint = (): void => {
    if (text === null) return;
    frame = (frame + 1) % SPINNER.length;
    const width = (process.stderr.columns ?? COLUMNS_DEFAULT) - 3;
    process.stderr.write(`${ERASE_LINE}${SPINNER[frame]} ${text.slice(0, width)}`);
  };
  const clear = (): void => {
    if (text !== null) process.stderr.write(ERASE_LINE);
  };
  return {
    clear,
    show(next: string | null): void {
      clear();
      text = next === null ? null : maskUnsafe(next);
      if (text === null) {
        clearInterval(timer);
        timer = undefined;
        return;
      }
      timer ??= setInterval(paint, SPIN_MS).unref();
      paint();
    },
  };
}
