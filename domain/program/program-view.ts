import type { Actor } from '../actor.ts';
import type { Freeze } from '../freeze.ts';
import type { ItemCounts } from '../certification.ts';
import type { Refusal } from '../item/item-state.ts';
import type { TrackerLink } from '../tracker-update.ts';
import { signingRules } from '../word/demanded.ts';
import type { SigningView, WordPlace } from '../word/signed-word.ts';
import { placeOfProgram } from './program-messages.ts';
import { countLedger, type LedgerCounts } from '../register/ledger.ts';
import { countItems } from './baseline.ts';
import type { OpenSignOff } from '../rules/open-sign-offs.ts';
import { awaitedSignOffs } from './awaited-sign-offs.ts';
import { governanceOf, type Outcome } from './governance.ts';
import type { ProgramContract, ProgramPhase, ProgramState, SkippedItem } from './program-state.ts';
import { holdOf, type PutOff } from './put-off.ts';
import { reasonOfStandstill } from './schedule.ts';

/** Items that one page of the board shows at most. */
export const BOARD_PAGE_ITEMS_MAX = 200;

export interface BoardRow {
  readonly index: number;
  readonly id: string;
  readonly title: string;
  readonly priority: number;
  /** `waiting`, `active`, `held`, `queued` as the program knows it. */
  readonly standing: 'waiting' | 'active' | 'blocked' | 'deferred' | 'queued';
  readonly reason: string | null;
  readonly lane: number | null;
  readonly dependsOn: readonly number[];
}

export interface BoardPageRequest {
  readonly offset: number;
  readonly limit: number;
}

/** What the query `board` answers: the program and one page of its open items. */
export interface BoardView {
  readonly program: string;
  readonly branch: string;
  readonly phase: ProgramPhase;
  readonly paused: ProgramState['paused'];
  /** A freeze that is announced or in force; absent where there is none. */
  readonly freeze?: Freeze | null;
  readonly standstill: string | null;
  /** Items that were taken out for good; absent from the answer of an older worker. */
  readonly skipped?: readonly SkippedItem[];
  /** Items that were put off or taken out before they started. */
  readonly putOff?: readonly PutOff[];
  readonly counts: ItemCounts;
  readonly cursor: number;
  readonly total: number;
  readonly planDigest: string;
  readonly policyDigest: string;
  /** The document that progress is written into; null where there is none. */
  readonly tracker: TrackerLink | null;
  readonly lanes: number;
  /** Implementers may review their own work; absent where the policy does not say so. */
  readonly solo?: boolean;
  /** Who may act when it is the program itself that stands still. */
  readonly releaseLeads: readonly Actor[];
  readonly open: readonly BoardRow[];
  readonly openTotal: number;
  readonly recent: ProgramState['recent'];
  readonly refusals: readonly Refusal[];
  readonly startedAtMs: number;
  /** Where a word to the program is meant, for signing it. */
  readonly place: WordPlace;
  /** What the policy says of signatures; null where it names no `allowedSigners`. */
  readonly signing: SigningView | null;
  /** Ids of messages that are answered later: signatures are checked, the plan, the branch or gates asked. */
  readonly checking: readonly string[];
  /** Absent from the answer of an older worker. */
  readonly governance?: GovernanceView;
  /** Sign-offs that people are asked for now; absent from the answer of an older worker. */
  readonly signOffs?: readonly OpenSignOff[];
}

/** Registers and promotions in short; the entries themselves are evidence. */
export interface GovernanceView {
  readonly counts: LedgerCounts;
  readonly outcomes: readonly Outcome[];
  /** The promotion under way; null where there is none. */
  readonly promotion: {
    readonly capability: string;
    readonly messageId: string;
    readonly passed: readonly string[];
  } | null;
}

/** Ids of messages whose outcome is not known yet: looked up, or a promotion whose gates run. */
function messagesLookedInto(state: ProgramState): readonly string[] {
  const { checks, promotion } = governanceOf(state);
  const asked = checks.map(({ message }) => message.messageId);
  return promotion === null ? asked : [...asked, promotion.messageId];
}

function governanceView(state: ProgramState): GovernanceView {
  const { ledger, outcomes, promotion } = governanceOf(state);
  return {
    counts: countLedger(ledger),
    outcomes,
    promotion:
      promotion === null
        ? null
        : {
            capability: promotion.capability,
            messageId: promotion.messageId,
            passed: promotion.results.map(({ gate }) => gate),
          },
  };
}

export function viewOfProgram(
  contract: ProgramContract,
  state: ProgramState,
  page: BoardPageRequest,
): BoardView {
  const limit = Math.min(Math.max(page.limit, 0), BOARD_PAGE_ITEMS_MAX);
  const rows = state.open
    .toSorted((a, b) => a.planned.index - b.planned.index)
    .slice(page.offset, page.offset + limit)
    .map((open): BoardRow => {
      const { planned, status } = open;
      const { id, title, priority } = planned.item;
      const held = holdOf(state, open);
      return {
        index: planned.index,
        id,
        title,
        priority,
        standing: held?.hold ?? (status.kind === 'held' ? status.hold : status.kind),
        reason: held?.reason ?? null,
        lane: status.kind === 'active' ? status.lane : null,
        dependsOn: planned.dependsOn,
      };
    });
  const signing = signingRules(contract.policy);
  return {
    program: contract.program,
    branch: contract.branch,
    phase: state.phase,
    paused: state.paused,
    ...(state.freeze === undefined ? {} : { freeze: state.freeze }),
    standstill: reasonOfStandstill(contract, state),
    skipped: state.skipped ?? [],
    putOff: state.putOff ?? [],
    counts: countItems(contract, state),
    cursor: state.cursor,
    total: contract.total,
    planDigest: contract.planDigest,
    policyDigest: contract.policyDigest,
    tracker: contract.tracker ?? null,
    lanes: contract.policy.lanes,
    ...(contract.policy.solo === true ? { solo: true } : {}),
    releaseLeads: contract.policy.roles.releaseLeads,
    open: rows,
    openTotal: state.open.length,
    recent: state.recent,
    refusals: state.refusals,
    startedAtMs: state.startedAtMs,
    place: placeOfProgram(contract),
    signing: signing === null ? null : { ...signing, roles: contract.policy.roles },
    checking: [
      ...(state.words?.parked.map(({ message }) => message.messageId) ?? []),
      ...messagesLookedInto(state),
    ],
    governance: governanceView(state),
    signOffs: awaitedSignOffs(contract, state),
  };
}
