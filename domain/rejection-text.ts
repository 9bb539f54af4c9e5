import { BUDGET_TEXTS } from './budget-text.ts';
import { GATE_TEXTS } from './gate-text.ts';
import type { Facts } from './judgement.ts';
import type { RejectionCode } from './rejection.ts';
import { REGISTER_TEXTS } from './register/register-text.ts';
import { REVIEW_TEXTS } from './review/review-text.ts';
import { type RejectionText, said as text } from './said.ts';
import { fillTemplate } from './template.ts';
import { WAIVER_TEXTS } from './waiver-refusal-text.ts';
import { WORD_TEXTS } from './word/word-text.ts';

/**
 * The one table of what Sluice says when it refuses, as templates of `template.ts`: parts by concern, then what concerns
 * messages and the course of an item.
 */
const TEXTS: Readonly<Record<RejectionCode, RejectionText>> = {
  ...GATE_TEXTS,
  ...REVIEW_TEXTS,
  ...WAIVER_TEXTS,
  ...WORD_TEXTS,
  ...BUDGET_TEXTS,
  ...REGISTER_TEXTS,
  MERGE_CONFLICT: text(
    'The branch moved to {tip}, and the approved change conflicts with it in {files}.',
    'Merge the branch into the checkout, resolve the conflicts and signal green again.',
  ),
  MALFORMED_MESSAGE: text(
    'The message is malformed at {where}: expected {expected}, found {found}.',
    'Correct that field and send it again; `docs/operations.md` shows each message.',
  ),
  WRONG_STAGE: text(
    'The item is in {stage} and waits on {waitingOn}.',
    'Look at `sluice show` for what it needs next, and send that.',
  ),
  STALE_ATTEMPT: text(
    'The message is about attempt {named}; the item is at attempt {current}.',
    'Look at the current attempt with `sluice show`, then send it for that one.',
  ),
  STALE_TREE: text(
    'The message is about tree {named}; the current tree is {current}.',
    'Look at the current tree with `sluice show`, then send it for that one.',
  ),
  NOT_ALLOWED: text(
    '{actor} may not {action}; allowed: {allowed|nobody}.',
    'Ask one of them, or have a release lead change `roles` in the policy.',
  ),
  UNKNOWN_ACTOR: text(
    '{actor} is not in any role of the policy.',
    'Check the spelling of --actor, or have a release lead add the actor to `roles`.',
  ),
  REASON_MISSING: text(
    'This needs a reason{detail|}.',
    'Send it again with --reason "…"; the reason is kept as evidence.',
  ),
  NOT_BLOCKED: text(
    'The item is not blocked or deferred{detail|}.',
    'Look at its state with `sluice show`.',
  ),
  ITEM_CLOSED: text(
    'The item is closed{detail|}; it takes no more messages.',
    'Plan a new item for further work.',
  ),
  PROGRAM_CLOSED: text(
    'The program has ended{detail|}; it takes no more messages.',
    'Start a new program for further work.',
  ),
  NOT_PAUSED: text('The program is not paused.', 'Nothing to do; see `sluice board`.'),
  ALREADY_PAUSED: text(
    'The program is paused already{detail|}.',
    'Resume it with `sluice resume` when it is to go on.',
  ),
  NOTHING_TO_RETRY: text(
    'There is nothing to retry{detail|}.',
    'Look at what the item waits for with `sluice show`.',
  ),
  WINDOW_EMPTY: text(
    'The window ends at {until}, which is not after its begin {from}.',
    'Name an end that comes after --from.',
  ),
  TRACKER_DRIFT: text(
    '{path} line {line} says “{document|nothing}” for {field}; the program says “{sluice|nothing}”.',
    'Nothing was overwritten: see `sluice sync --dry-run`, then let `sluice sync` mend it, or accept it with `sluice sync --accept ITEM --reason "…"`.',
  ),
};

/** The text of a refusal. `facts` are those of the judgement or of the refused message. */
export function rejectionText(code: RejectionCode, facts: Facts): RejectionText {
  const { message, fix } = TEXTS[code];
  return { message: fillTemplate(message, facts), fix: fillTemplate(fix, facts) };
}
