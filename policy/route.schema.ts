import { z } from 'zod';
import { ESCALATION_STEPS_MAX } from './policy-limits.ts';
import { lineOf, shorterList } from './scalar.schema.ts';

const ROUTE = 'the name of a role or an actor, or a list of them';
const Step = lineOf('the name of a role or an actor');

/** The route of an escalation: one step or several. */
export const Route = z.union(
  [
    Step,
    z
      .array(Step, { error: ROUTE })
      .min(1, 'at least one step')
      .max(ESCALATION_STEPS_MAX, shorterList(ESCALATION_STEPS_MAX)),
  ],
  { error: ROUTE },
);
