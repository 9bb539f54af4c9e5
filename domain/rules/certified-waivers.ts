import type { LedgerWaiver } from '../waiver-ledger.ts';

/** Waivers as a certification weighs them. */
export interface CertifiedWaivers {
  /** Those that items were committed with; see `waiver-ledger.ts`. */
  readonly carried: readonly LedgerWaiver[];
  /** When the verdict is given, milliseconds since the epoch. */
  readonly atMs: number;
  /** More than so many, and it is NO_GO; null for no cap. */
  readonly cap: number | null;
}

/** Waivers named one by one in a verdict; the rest is a number. */
const NAMED_MAX = 10;

/** What speaks against a release: a waiver that has ended and was not renewed, or too many of them. */
export function waiverReasonsAgainst(waivers: CertifiedWaivers | undefined): readonly string[] {
  if (waivers === undefined) return [];
  const { carried, atMs, cap } = waivers;
  const ended = carried.filter((each) => each.untilMs <= atMs);
  const overCap =
    cap !== null && carried.length > cap
      ? [`${carried.length} waivers are open, and the policy allows ${cap}`]
      : [];
  const reasons = ended.map(
    ({ id, item, gate, until }) =>
      `waiver ${id} of ${item} (${gate}) ended at ${until}; renew it with sluice waive ${item} ${gate}`,
  );
  return [...shortened(reasons), ...overCap];
}

/** A waiver that a release goes with, in the words of its certificate. */
export function carriedWaiverText(waiver: LedgerWaiver): string {
  const { id, gate, by, until, reason, basis } = waiver;
  return `${gate} (${id}) by ${by} until ${until}: ${reason} (${basis})`;
}

function shortened(reasons: readonly string[]): readonly string[] {
  if (reasons.length <= NAMED_MAX) return reasons;
  return [...reasons.slice(0, NAMED_MAX), `and ${reasons.length - NAMED_MAX} more waivers`];
}
