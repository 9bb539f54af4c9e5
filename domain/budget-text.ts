import type { RejectionCode } from './rejection.ts';
import { type RejectionText, said as text } from './said.ts';

type BudgetCode = Extract<
  RejectionCode,
  `MEASUREMENT_${string}` | 'BUDGET_REGRESSION' | 'TEST_COUNT_FELL'
>;

/** What Sluice says when a gate's numbers or its count of tests do not hold. */
export const BUDGET_TEXTS: Readonly<Record<BudgetCode, RejectionText>> = {
  MEASUREMENT_MISSING: text(
    'The gate yields no {name}: {reason}.',
    'Make the command print it once on stdout, or write it as JSON to "$SLUICE_REPORT"; stderr is not read.',
  ),
  MEASUREMENT_AMBIGUOUS: text(
    'The gate yields {name} more than once: {values}.',
    'Print each measured number exactly once, and make the pattern match nothing else.',
  ),
  MEASUREMENT_INVALID: text(
    'What the gate yields as {name} is no finite number: {found}.',
    'Print a plain decimal number without separators; a measurement that failed must fail the command.',
  ),
  MEASUREMENT_IMPLAUSIBLE: text(
    '{name} is {value} {unit}, the base {base}: more than {factorMax} times better is not believed.',
    'Check that it still measures the same work; when it does, name this code under `waivers.couldNotRun` and waive the gate.',
  ),
  MEASUREMENT_WITHOUT_BASE: text(
    'The gate could not be measured on the base tree {tree}: {reason}.',
    'Make the gate pass and measure there too; a number that is new can be measured from the next program on.',
  ),
  BUDGET_REGRESSION: text(
    '{name} is {value} {unit}, in a second run {again}; the base is {base}, the band {low} to {high}. {owner} answers for it.',
    'Undo what made it worse, or ask {owner} for a mitigation; then signal green again.',
  ),
  TEST_COUNT_FELL: text(
    'Only {testsExecuted} tests ran; on the base it was {testsOnBase}.',
    'Bring the missing tests back; when fewer are meant, say why (`sluice green --tests-changed "…"`), and the reviewer is told.',
  ),
};
