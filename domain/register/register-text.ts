import type { RejectionCode } from '../rejection.ts';
import { type RejectionText, said as text } from '../said.ts';

/** The part of the one table of refusals that is about registers, sign-offs and promotions. */
export const REGISTER_TEXTS = {
  ENTRY_EXISTS: text(
    'There is {id} in the register of {register} entries already.',
    'Entries stay as they are: give this one another id, or say with --supersedes which one it takes the place of.',
  ),
  ENTRY_UNKNOWN: text(
    'The register of {register} entries has no {id}.',
    'Look for its id with `sluice decide list`; what was refused was never entered.',
  ),
  ENTRY_NOT_OPEN: text(
    '{id} of the register of {register} entries is closed or superseded already.',
    'Nothing to do; see `sluice decide list`.',
  ),
  REGISTER_FULL: text(
    'The registers of a program hold at most {max} entries.',
    'Keep further entries in a document, and let one decision point to it.',
  ),
  ITEM_UNKNOWN: text(
    'The plan has no {items}.',
    'Check the ids with `sluice plan`; an entry is about items of this program.',
  ),
  MILESTONE_UNKNOWN: text(
    'The policy has no milestone {milestone}; it has {known}.',
    'Name one of them with --target.',
  ),
  SIGN_OFF_UNKNOWN: text(
    'Nobody is asked to sign off {subject}; the policy asks for {known|nothing}.',
    'Name one of them, or have a release lead add it to the policy.',
  ),
  CAPABILITY_UNKNOWN: text(
    'The policy has no capability {capability}; it has {known|none}.',
    'Name one of them, or have a release lead add it to the policy.',
  ),
  STALE_COMMIT: text(
    'The message is about commit {named}; the tip of the branch is {current}.',
    'Look at what has changed since, then send it for that commit.',
  ),
  ALREADY_SIGNED: text(
    '{by} has signed this off on {commit} already.',
    'Nothing to do; a sign-off counts until the branch moves.',
  ),
  SIGNED_OTHER_ROLE: text(
    '{actor} has signed as {role} already, and nobody signs for two roles.',
    'Ask another holder of the role; `solo: true` in the policy allows one person, and says so in every report.',
  ),
  PROMOTION_RUNNING: text(
    'The promotion of {capability} is under way.',
    'Wait until its gates have run; see `sluice board`.',
  ),
  PROMOTION_FAILED: text(
    '{capability} was not promoted on {commit}: {failed}.',
    'Read the output with `sluice logs promotion`, repair the cause and promote it again.',
  ),
  ITEM_STARTED: text(
    '{item} has started in the meantime: it takes the message itself.',
    'Run the same command once more.',
  ),
  PROGRAM_BUSY: text(
    'The program looks into {max} messages already.',
    'Send it again in a moment.',
  ),
  LOOK_UP_FAILED: text(
    'The plan or the branch could not be read: {reason}.',
    'Repair that and send it again; nothing was entered.',
  ),
  POLICY_UNCHANGED: text(
    'The policy {digest} is in force already.',
    'Nothing to do; `sluice decide accept-policy --dry-run` shows what an edit of sluice.yaml changes.',
  ),
  POLICY_UNKNOWN: text(
    'The evidence store holds no policy {digest}.',
    'Run `sluice decide accept-policy` in the repository: it stores the edited policy first.',
  ),
  POLICY_UNLOADABLE: text(
    'What is stored as {digest} cannot be put in force: {problem}.',
    'Repair sluice.yaml and run `sluice decide accept-policy` again.',
  ),
  POLICY_FIELD_PINNED: text(
    '{field} is {found|nothing} in the edited policy, and {pinned|nothing} in this program, which was planned with it.',
    'Put it back in sluice.yaml; another plan is another program.',
  ),
  POLICY_UNSEATS_SENDER: text(
    'By the edited policy {actor}, who sends it, is no release lead any more.',
    'Let another release lead accept it, who stays one.',
  ),
  POLICY_CHANGED: text(
    'The policy changed from {judged} to {current} while this was looked into.',
    'Send it again: it is judged by the policy that is in force now.',
  ),
} as const satisfies Partial<Record<RejectionCode, RejectionText>>;
