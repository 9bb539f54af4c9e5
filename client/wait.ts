import { setTimeout as sleep } from 'node:timers/promises';
import { parseDuration } from '../domain/duration.ts';
import { Fault } from '../domain/fault.ts';
import type { CommandInput } from './command.ts';
import { textOption } from './options.ts';

/** How long a verb waits unless told otherwise. */
const WAIT_MS_DEFAULT = 60 * 60 * 1_000;
/** Questions come quickly at first, because most gates are short, and slower after a while. */
const POLL_MS_MIN = 150;
const POLL_MS_MAX = 2_000;
const POLL_GROWTH = 1.2;

export interface Waiting<T> {
  /** Asks how things stand. */
  ask(): Promise<T>;
  /** Whether that is what is waited for. */
  isOver(state: T): boolean;
  /** The progress line while it is not. */
  progress(state: T): string;
  /** Names what is waited for, in the message of a time-out. */
  readonly what: string;
}

/** Waits with a progress line. Throws WAIT_TIMED_OUT; Ctrl-C ends it as an interruption. */
export async function waitFor<T>(input: CommandInput, waiting: Waiting<T>): Promise<T> {
  const limitMs = timeoutOf(input);
  const deadline = Date.now() + limitMs;
  const startedMs = Date.now();
  for (let pauseMs = POLL_MS_MIN; ; pauseMs = Math.min(POLL_MS_MAX, pauseMs * POLL_GROWTH)) {
    const state = await waiting.ask();
    if (waiting.isOver(state)) {
      input.terminal.progress(null);
      return state;
    }
    if (Date.now() + pauseMs > deadline) {
      const facts = { for: waiting.what, seconds: Math.round(limitMs / 1_000) };
      throw new Fault({ code: 'WAIT_TIMED_OUT', facts });
    }
    const seconds = Math.round((Date.now() - startedMs) / 1_000);
    input.terminal.progress(`${waiting.progress(state)} (${seconds} s)`);
    await sleep(pauseMs, undefined, { signal: input.signal });
  }
}

function timeoutOf(input: CommandInput): number {
  const text = textOption(input, 'timeout');
  if (text === null) return WAIT_MS_DEFAULT;
  const ms = parseDuration(text);
  if (ms !== null && ms > 0) return ms;
  const message = `--timeout "${text}" is no duration.`;
  throw new Fault({ code: 'USAGE', facts: { message, fix: 'Write for example --timeout 20m.' } });
}
