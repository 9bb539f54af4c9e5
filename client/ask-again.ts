/**
 * How long each try of a question may take, in milliseconds; afterwards no worker is running. A
 * question that was handed to a worker which then died is never answered, while the next one goes to
 * a living worker; the last may be slow, because a worker that took over replays histories first.
 */
export const TRIES_MS: readonly [number, ...number[]] = [3_000, 3_000, 6_000];

export interface AskOptions {
  /** Whether an error means that no answer came in time. */
  readonly isLate: (error: unknown) => boolean;
  /** Hears one sentence before the question is asked again. */
  readonly onLate: (sentence: string) => void;
}

/** Asks what may be asked twice, a bounded number of times. Throws what the last try throws. */
export async function askAgain<T>(
  ask: (timeoutMs: number) => Promise<T>,
  { isLate, onLate }: AskOptions,
): Promise<T> {
  const [first, ...others] = TRIES_MS;
  let answer = ask(first);
  let tried = first;
  for (const timeoutMs of others) {
    try {
      return await answer;
    } catch (error) {
      if (!isLate(error)) throw error;
      onLate(`No worker answered within ${tried / 1000} s; asking again.`);
      tried = timeoutMs;
      answer = ask(timeoutMs);
    }
  }
  return await answer;
}
