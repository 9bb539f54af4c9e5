import type { Reservation } from '../reservation.ts';
import type { EnteredEntry } from './entry.ts';
import { isInForce, type Registered, type Registers } from './registers.ts';

/** Debts, risks and accepted drift that a release goes out with: listed, whatever the verdict is. */
export function registerReservations(registers: Registers): readonly Reservation[] {
  const { debts, risks, drifts } = registers;
  return [
    ...debts.filter(isInForce).map((debt) => reservation('debt', debt, debt.severity)),
    ...risks.filter(isInForce).map((risk) => reservation('risk', risk, risk.severity)),
    ...drifts
      .filter((drift) => isInForce(drift) && drift.classification !== 'MATCHED')
      .map((drift) => reservation('drift', drift, drift.classification)),
  ];
}

/** An entry about one item is listed with it; one about several names them. */
function reservation(
  kind: 'debt' | 'risk' | 'drift',
  { id, title, items }: Registered<EnteredEntry>,
  grade: string,
): Reservation {
  const [only] = items;
  const several = items.length > 1 ? ` (${items.join(', ')})` : '';
  const item = items.length === 1 && only !== undefined ? only : null;
  return { kind, item, what: `${id} ${grade}: ${title}${several}` };
}
