/**
 * What a certification leaves out or lets pass, one line each: whoever reads only the verdict must
 * still see it. None of them is ever counted as a pass.
 */
export interface Reservation {
  readonly kind: ReservationKind;
  /** Null where it is about the whole program. */
  readonly item: string | null;
  /** What exactly, in words: a gate, a reason, a risk. */
  readonly what: string;
}

export const RESERVATION_KINDS = [
  'waived',
  'deferred',
  'skipped',
  'blocked',
  'claimed',
  'not-run',
  'not-applicable',
  'debt',
  'risk',
  'drift',
] as const;
export type ReservationKind = (typeof RESERVATION_KINDS)[number];

/** Reservations that a certification's record lists; the count of the rest goes with them. */
export const RESERVATIONS_MAX = 500;

/** A bounded list that says how many it leaves out. */
export interface ReservationList {
  readonly listed: readonly Reservation[];
  readonly total: number;
}

export function listReservations(all: readonly Reservation[]): ReservationList {
  return { listed: all.slice(0, RESERVATIONS_MAX), total: all.length };
}
