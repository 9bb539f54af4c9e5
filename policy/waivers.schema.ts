import { z } from 'zod';
import { COULD_NOT_RUN_CODES } from '../domain/rejection.ts';
import { ACTORS_MAX } from './policy-limits.ts';
import { ActorName, Duration, listOf, mapping, Name, shorterList } from './scalar.schema.ts';

const Approver = z.union([ActorName, Name], {
  error: 'an actor such as human:ana, or the name of a role',
});

const CouldNotRun = mapping(
  {
    gate: Name.describe('Id of a targeted or verify gate.'),
    codes: z
      .array(z.enum(COULD_NOT_RUN_CODES, { error: `one of ${COULD_NOT_RUN_CODES.join(', ')}` }), {
        error: 'a list of codes',
      })
      .min(1, 'at least one code')
      .max(COULD_NOT_RUN_CODES.length, shorterList(COULD_NOT_RUN_CODES.length))
      .describe('The ends of a run for which it may be waived.'),
  },
  'a mapping with "gate" and "codes"',
);

/** Who may waive a failing gate, for how long, and which gates that could not even run. */
export const Waivers = mapping(
  {
    approvers: z
      .array(Approver, { error: 'a list of actors and roles' })
      .min(1, 'at least one approver')
      .max(ACTORS_MAX, shorterList(ACTORS_MAX))
      .optional()
      .describe(
        'Who may waive a gate, never of an item that they worked on. Default: releaseLeads.',
      ),
    maxDuration: Duration.optional().describe('Longest time to the expiry. Default: 30d.'),
    couldNotRun: listOf(CouldNotRun, 'a list of gates with codes')
      .optional()
      .describe(
        'Gates that may be waived although they could not be judged, and for which codes. Default: none.',
      ),
  },
  'a mapping with "approvers", "maxDuration" and "couldNotRun"',
);
export type Waivers = z.infer<typeof Waivers>;
