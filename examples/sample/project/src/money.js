/** Cents of an amount such as "12.50". */
export function parseAmount(text) {
  return Number(text) * 100;
}

/** What each of `people` pays of `cents`. */
export function split(cents, people) {
  return Array.from({ length: people }, () => cents / people);
}
