import { z } from 'zod';
import { TRACKER_COLUMNS, type TrackerColumn } from '../domain/tracker-columns.ts';
import { Canary } from './canary.schema.ts';
import { Gate, GateList, Gates } from './gate.schema.ts';
import { Identities } from './review.schema.ts';
import { Item } from './item.schema.ts';
import { Sandbox } from './sandbox.schema.ts';
import { LANES_MAX } from '../domain/program/program-state.ts';
import { ACTORS_MAX, ATTEMPTS_MAX, OPEN_DEBTS_MAX, OPEN_WAIVERS_MAX } from './policy-limits.ts';
import {
  ActorName,
  BranchName,
  Duration,
  lineOf,
  listOf,
  mapping,
  Name,
  RelativePath,
  shorterList,
  VariableName,
  wholeNumber,
} from './scalar.schema.ts';
import { Hours, Notify } from './timing.schema.ts';
import { Capabilities, Milestones, SignOffs, Workstreams } from './structure.schema.ts';
import { Waivers } from './waivers.schema.ts';

const Actors = z
  .array(ActorName, { error: 'a list of actors' })
  .min(1, 'at least one actor')
  .max(ACTORS_MAX, shorterList(ACTORS_MAX));

const ROLES = 'a mapping with "implementers", "reviewers" and "releaseLeads"';

/** Beside these three, roles of the policy's own making. */
const Roles = z
  .object(
    {
      implementers: Actors.describe('Who may submit RED and GREEN.'),
      reviewers: Actors.describe('Who may review; never their own work.'),
      releaseLeads: Actors.describe(
        'Who may waive, defer, pause, accept a changed policy and certify.',
      ),
    },
    { error: ROLES },
  )
  .catchall(Actors);

const Limits = mapping(
  {
    attempts: wholeNumber(1, ATTEMPTS_MAX)
      .optional()
      .describe('Failed attempts before an item is blocked. Default: 5.'),
    heartbeat: Duration.optional().describe(
      'Silence after which a gate is given to another worker. Default: 10s.',
    ),
  },
  'a mapping with "attempts" and "heartbeat"',
);

const Caps = mapping(
  {
    openWaivers: wholeNumber(0, OPEN_WAIVERS_MAX)
      .optional()
      .describe(
        'More waivers than this on committed items, and certification fails. Default: no cap.',
      ),
    openDebts: wholeNumber(0, OPEN_DEBTS_MAX)
      .optional()
      .describe('More open debts than this, and certification fails. Default: no cap.'),
  },
  'a mapping with "openWaivers" and "openDebts"',
);

const Header = lineOf('the header of a column');

/** Only the title may be composed of several columns. */
const Columns = mapping(
  {
    ...columnFields(),
    title: z
      .union([Header, listOf(Header, 'a list of headers')], {
        error: 'the header of a column, or a list of them',
      })
      .optional(),
  },
  `a mapping of ${TRACKER_COLUMNS.join(', ')} to headers`,
);

function columnFields() {
  const fields = TRACKER_COLUMNS.map((column) => [column, Header.optional()]);
  return Object.fromEntries(fields) as Record<TrackerColumn, z.ZodOptional<typeof Header>>;
}

/** `sluice.yaml` as it is written; `build-policy.ts` makes a `Policy` of it. */
export const PolicyDocument = mapping(
  {
    version: z.literal(1, { error: 'the number 1' }).describe('Version of this format.'),
    program: Name.describe('Name of the program; its workflow is sluice/NAME.'),
    backlog: RelativePath.optional().describe('Tracker document that is the backlog.'),
    columns: Columns.optional().describe(
      'Headers of a CSV backlog by what they hold; what is left out is guessed.',
    ),
    branch: BranchName.optional().describe(
      'Where checkpoints go. Default: the branch checked out at the start.',
    ),
    roles: Roles.describe('Who may do what.'),
    baseline: GateList.optional().describe('Must pass before the first item starts.'),
    prepare: Gate.optional().describe('Run in a gate worktree when a lockfile has changed.'),
    gates: Gates.describe('What an item must pass.'),
    lanes: wholeNumber(1, LANES_MAX).optional().describe('Items that run at once. Default: 1.'),
    isolation: z
      .enum(['worktree', 'in-place'])
      .optional()
      .describe("Run gates in Sluice's own worktree, or in the checkout. Default: worktree."),
    onBlocked: z
      .enum(['wait', 'continue'])
      .optional()
      .describe('What the program does while an item is blocked. Default: wait.'),
    commandsFromTracker: z
      .enum(['show', 'allow'])
      .optional()
      .describe('Whether commands found in a tracker document may run. Default: show.'),
    allowedSigners: RelativePath.optional().describe(
      'File in the format of ssh-keygen(1): whose SSH keys speak for whom. Pinned at the start.',
    ),
    requireSignature: listOf(Name, 'a list of roles and types of messages')
      .optional()
      .describe('Roles and types of messages whose words count only when they are signed.'),
    signCheckpoints: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe("Sign checkpoint commits with the orchestrator's SSH key. Default: false."),
    limits: Limits.optional().describe('Attempts and heartbeats.'),
    hours: Hours.optional().describe(
      'When people answer: reminders, escalation and expiry count this time alone.',
    ),
    notify: Notify.optional().describe(
      'Run for every reminder, escalation and expiry; what it is about is in SLUICE_NOTICE_… variables.',
    ),
    waivers: Waivers.optional().describe(
      'Who may waive a gate that fails on the base tree too, and for how long.',
    ),
    caps: Caps.optional().describe('How much may be open when the program is certified.'),
    solo: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe('One person may hold several roles in the same matter. Default: false.'),
    identities: Identities.optional(),
    signOffs: SignOffs.optional().describe('Roles that must sign off the final commit.'),
    workstreams: Workstreams.optional().describe('Groups of items, and when each is done.'),
    milestones: Milestones.optional().describe('Items, gates and sign-offs that make a milestone.'),
    capabilities: Capabilities.optional().describe(
      'What is promoted as a whole: by parity tests, canary, rollback drill and its owner.',
    ),
    sandbox: Sandbox.optional().describe(
      'How gates are contained: network, minimum level, writable folders, limits.',
    ),
    protect: listOf(RelativePath, 'a list of patterns')
      .optional()
      .describe(
        'Further files whose change a person must approve, beside those that decide how tests run.',
      ),
    strict: z
      .boolean({ error: 'true or false' })
      .optional()
      .describe('Refuse a policy whose commands can hide a failure. Default: false, a warning.'),
    canary: Canary.optional().describe(
      'A failing test that is given to a gate now and then: the program stops when it goes unseen.',
    ),
    exclude: listOf(RelativePath, 'a list of paths')
      .optional()
      .describe('Paths that are no part of the work, such as a tracker document.'),
    passEnv: listOf(VariableName, 'a list of names of environment variables')
      .optional()
      .describe('Environment variables that commands may see, beyond the built-in list.'),
    secrets: listOf(VariableName, 'a list of names of environment variables')
      .optional()
      .describe('Environment variables whose values are removed from stored output.'),
    items: z
      .array(Item, { error: 'a list of items' })
      .min(1, 'at least one item')
      .optional()
      .describe('The backlog; beside a tracker document, its items in more detail.'),
  },
  'a mapping with "version", "program", "roles", "gates" and "items" or "backlog"',
);
export type PolicyDocument = z.infer<typeof PolicyDocument>;
