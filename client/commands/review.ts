import { type Actor, includesActor } from '../../domain/actor.ts';
import type { Finding, ReviewMark } from '../../domain/evidence-record.ts';
import { Fault } from '../../domain/fault.ts';
import type { ItemView } from '../../domain/item/item-view.ts';
import { actorOf } from '../actor.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { itemText } from '../item-text.ts';
import { textOption, textsOption } from '../options.ts';
import { itemArgument, sendMessage } from '../send.ts';
import { inSession } from '../session.ts';
import { type Said, saidIn, talk } from './review-talk.ts';
import { gatesEnded } from './submit.ts';

const SEVERITY_DEFAULT = 'P1';

/** `sluice review`: gives a verdict on the tree that is under review. */
export async function review(input: CommandInput): Promise<CommandOutput> {
  const said = saidIn(input);
  if (said.length > 0) {
    judgeAlone(input, said);
    return talk(input, said);
  }
  const verdict = verdictOption(input);
  const findings = textsOption(input, 'finding').map(parseFinding);
  return inSession(input, async (session) => {
    const id = itemArgument(input);
    const gateway = await session.gateway();
    const view = await gateway.item(session.program, id);
    const gates = marksOf(input, view, { verdict, actor: await actorOf(input) });
    const tree = textOption(input, 'tree') ?? view.state.candidate?.tree ?? null;
    const body = {
      attempt: view.state.attempt,
      tree,
      verdict,
      gates,
      findings,
      note: textOption(input, 'note'),
    };
    await sendMessage(input, session, { item: id, type: 'review', body });
    const after = await gatesEnded(input, session, id);
    return { kind: 'item', data: after, text: itemText(after) };
  });
}

function usage(message: string, fix: string): Fault {
  return new Fault({ code: 'USAGE', facts: { message, fix } });
}

/** A verdict and what is said around it are two messages, of which one may be refused. */
function judgeAlone(input: CommandInput, said: readonly Said[]): void {
  const isVerdict = input.options['approve'] === true || input.options['requestChanges'] === true;
  const kinds = new Set(said.map((each) => each.type)).size + (isVerdict ? 1 : 0);
  if (kinds > 1) throw usage('This says several things at once.', 'Give one command for each.');
}

function verdictOption(input: CommandInput): 'APPROVED' | 'CHANGES_REQUESTED' {
  const approve = input.options['approve'] === true;
  const changes = input.options['requestChanges'] === true;
  if (approve === changes) {
    throw usage('A review needs exactly one verdict.', 'Add --approve or --request-changes.');
  }
  return approve ? 'APPROVED' : 'CHANGES_REQUESTED';
}

/** An approval says PASS for the reviewer's gates that it does not name; a refusal leaves them unmarked. */
function marksOf(
  input: CommandInput,
  view: ItemView,
  { verdict, actor }: { readonly verdict: 'APPROVED' | 'CHANGES_REQUESTED'; readonly actor: Actor },
): Readonly<Record<string, ReviewMark>> {
  const named = Object.fromEntries(textsOption(input, 'gate').map(parseMark));
  if (verdict === 'CHANGES_REQUESTED') return named;
  const mine = view.review.gates.filter(({ approvers }) => includesActor(approvers, actor));
  // Whoever may mark none is told so by the item, with the names of those who may.
  const gates = mine.length === 0 ? view.reviewGates : mine.map(({ gate }) => gate);
  const passed = gates.map((name) => [name, { result: 'PASS', reason: null }] as const);
  return { ...Object.fromEntries(passed), ...named };
}

const MARK = /^([^=]+)=(PASS|FAIL|NA)(?::(.+))?$/s;

/** `P0=PASS`, `P2=NA:docs only`. */
export function parseMark(text: string): readonly [string, ReviewMark] {
  const match = MARK.exec(text);
  if (match === null) {
    throw usage(
      `--gate "${text}" is not understood.`,
      'Write --gate P0=PASS, --gate P1=FAIL or --gate "P2=NA:why".',
    );
  }
  const [, name = '', result = '', reason = null] = match;
  return [name.trim(), { result: result as ReviewMark['result'], reason }];
}

const FINDING = /^(?:(P[0-9]|[a-z]+):?\s+)?(\S+:\d+(?::\d+)?)\s+(.+)$/is;

/** `P1 src/auth.ts:42 what is wrong`; severity and place may be left out. */
export function parseFinding(text: string): Finding {
  const match = FINDING.exec(text);
  if (match === null) return { severity: SEVERITY_DEFAULT, text, where: null };
  const [, severity = SEVERITY_DEFAULT, where = null, words = text] = match;
  return { severity, text: words, where };
}
