import { z } from 'zod';
import { REVIEW_GATES_MAX } from '../domain/message/item-shapes.ts';
import { Route } from './route.schema.ts';
import { APPROVALS_MAX, ROUNDS_MAX } from './policy-limits.ts';
import {
  Duration,
  lineOf,
  listOf,
  mapping,
  Name,
  shorterList,
  wholeNumber,
} from './scalar.schema.ts';

const Approvers = listOf(
  lineOf('a role, an actor, "people" or "agents"'),
  'a list of roles, actors, "people" and "agents"',
).min(1, 'at least one approver');

const approvals = wholeNumber(1, APPROVALS_MAX).optional();

const OwnQuorum = mapping(
  {
    approvers: Approvers.optional().describe('Who may mark this gate. Default: as for the others.'),
    approvals: approvals.describe('How many of them must. Default: as for the others.'),
  },
  'a mapping with "approvers" and "approvals"',
);

export const Review = mapping(
  {
    gates: z
      .array(Name, { error: 'a list of names of review gates' })
      .min(1, 'at least one review gate')
      .max(REVIEW_GATES_MAX, shorterList(REVIEW_GATES_MAX))
      .optional()
      .describe('What a reviewer marks one by one. Default: P0, P1, P2.'),
    approvals: approvals.describe('People who must mark each gate. Default: 1.'),
    approvers: Approvers.optional().describe(
      'Who may mark the gates: roles, actors, "people" and "agents" (the human and the other reviewers). Default: reviewers.',
    ),
    perGate: z
      .record(z.string(), OwnQuorum, { error: 'a mapping of review gates' })
      .optional()
      .describe('Review gates with other approvers, or another number of them.'),
    blocking: listOf(Name, 'a list of severities')
      .optional()
      .describe(
        'Severities of findings that no approval lets through while open. Default: P0, P1.',
      ),
    rounds: wholeNumber(1, ROUNDS_MAX)
      .optional()
      .describe(
        'Reviews that may ask for changes before the item is blocked. Default: any number.',
      ),
    rerun: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe(
        'Run the required commands once more, in a worktree without caches, before the review. Default: false.',
      ),
    allNa: z
      .enum(['refuse', 'allow'])
      .optional()
      .describe('Whether an approval may mark every gate NA. Default: refuse.'),
    remindAfter: Duration.optional().describe(
      'Remind the reviewers each time that this long has passed.',
    ),
    escalateAfter: Duration.optional().describe(
      'Tell the next of `escalateTo` each time that this long has passed.',
    ),
    escalateTo: Route.optional().describe(
      'Roles and actors that are told, step by step. Default: releaseLeads.',
    ),
    expireAfter: Duration.optional().describe('A review that nobody answered for so long is over.'),
    onExpiry: z
      .enum(['stay-closed', 'block'])
      .optional()
      .describe(
        'An expired review takes no verdict until a release lead asks again, or blocks the item. Default: stay-closed.',
      ),
  },
  'a mapping with "gates" and "approvals"',
);
export type Review = z.infer<typeof Review>;

export const Identities = z
  .record(
    z.string(),
    listOf(lineOf('a mail address, a Git name or an actor'), 'a list of mail addresses and names'),
    { error: 'a mapping of actors to lists' },
  )
  .describe('Mail addresses and names in Git, and further actors, of one person, by actor.');
