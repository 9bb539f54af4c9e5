/** The longest freeze, in milliseconds: a year. */
export const FREEZE_MS_MAX = 366 * 86_400_000;
/** Items that one freeze may exempt. */
export const EXEMPT_MAX = 200;

/** A window in which a program starts nothing new and commits nothing. */
export interface Freeze {
  readonly reason: string;
  readonly by: string;
  readonly fromMs: number;
  readonly untilMs: number;
  /** As it was given, with its zone. */
  readonly until: string;
  /** Items that go on. */
  readonly exempt: readonly string[];
  /** Whether the window has begun; the program's clock turns it on and off. */
  readonly inForce: boolean;
}

/** What an item has to know of a freeze that it is not exempt from. */
export interface ItemFreeze {
  readonly fromMs: number;
  readonly untilMs: number;
  readonly reason: string;
  readonly by: string;
}

export function isFrozenAt(freeze: ItemFreeze | null | undefined, atMs: number): boolean {
  return freeze !== null && freeze !== undefined && freeze.fromMs <= atMs && atMs < freeze.untilMs;
}
