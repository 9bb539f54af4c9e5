import { isActor } from '../../domain/actor.ts';
import { Fault } from '../../domain/fault.ts';
import type { Facts } from '../../domain/judgement.ts';
import { DRIFT_CLASSES, REGISTERS, type RegisterName } from '../../domain/register/entry.ts';
import { nearestWord } from '../../domain/suggestion.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { decidedList } from '../decided-list.ts';
import { EXIT } from '../exit-codes.ts';
import { acceptPolicy } from './accept-policy.ts';
import { requiredText, textOption, textsOption } from '../options.ts';
import { sendMessage } from '../send.ts';
import { inSession, type Session } from '../session.ts';

const KINDS = [...REGISTERS, 'sign-off', 'promote', 'accept-policy', 'list'] as const;
type Kind = (typeof KINDS)[number];

/** `sluice decide`: registers, sign-offs, promotions, and another policy. */
export function decide(input: CommandInput): Promise<CommandOutput> {
  const kind = kindOf(input);
  switch (kind) {
    case 'list':
      return inSession(input, (session) => decidedList(session, textOption(input, 'kind')));
    case 'sign-off':
      return inSession(input, (session) => signOff(input, session));
    case 'accept-policy':
      return inSession(input, (session) => acceptPolicy(input, session));
    case 'promote':
      return inSession(input, (session) => promote(input, session));
    case 'decision':
    case 'debt':
    case 'risk':
    case 'rollback':
    case 'drift':
      return inSession(input, (session) => enter(input, session, kind));
  }
}

function kindOf(input: CommandInput): Kind {
  const [named = ''] = input.args;
  const found = KINDS.find((each) => each === named);
  if (found !== undefined) return found;
  const near = nearestWord(named, KINDS);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw usage(`There is no kind "${named}".${hint}`, `Use one of ${KINDS.join(', ')}.`);
}

function usage(message: string, fix: string): Fault {
  return new Fault({ code: 'USAGE', facts: { message, fix } });
}

/** What the verb is about: the second word. Throws USAGE. */
function subjectOf(input: CommandInput, what: string): string {
  const subject = input.args[1] ?? '';
  if (subject.trim() !== '') return subject;
  throw usage(`${what} is missing.`, `Write it after \`sluice decide ${input.args[0] ?? ''}\`.`);
}

async function enter(
  input: CommandInput,
  session: Session,
  kind: RegisterName,
): Promise<CommandOutput> {
  const body = input.options['close'] === true ? closing(input, kind) : entered(input, kind);
  const answer = await sendMessage(input, session, { item: null, type: 'decide', body });
  const facts: Facts = answer.kind === 'accepted' ? answer.facts : {};
  const id = String(facts['id'] ?? '');
  const done = 'close' in body ? 'is closed' : 'is entered';
  const data = { program: session.program, message: 'decide', register: kind, id, answer };
  return { kind: 'answer', data, text: maskUnsafe(`${id} ${done}.`) };
}

function closing(input: CommandInput, kind: RegisterName): Readonly<Record<string, unknown>> {
  if (kind !== 'debt' && kind !== 'risk') {
    throw usage(
      `A ${kind} is not closed.`,
      'Enter another one that takes its place: --supersedes ID.',
    );
  }
  const reason = requiredText(input, 'reason', '--reason');
  return { kind, close: subjectOf(input, 'The id'), reason };
}

function entered(input: CommandInput, kind: RegisterName): Readonly<Record<string, unknown>> {
  const title = subjectOf(input, 'What it says');
  const items = textsOption(input, 'item');
  const base = { kind, id: textOption(input, 'id'), title, items };
  const supersedes = textOption(input, 'supersedes');
  switch (kind) {
    case 'decision': {
      const rationale = requiredText(input, 'reason', '--reason');
      return { ...base, rationale, date: textOption(input, 'date'), supersedes };
    }
    case 'debt': {
      const severity = requiredText(input, 'severity', '--severity');
      const source = requiredText(input, 'source', '--source');
      return {
        ...base,
        severity,
        owner: ownerOf(input),
        target: textOption(input, 'target'),
        source,
      };
    }
    case 'risk':
      return { ...base, severity: requiredText(input, 'severity', '--severity') };
    case 'rollback':
      if (items.length !== 1) throw usage('A rollback note is about one item.', 'Add --item ID.');
      return { ...base, supersedes };
    case 'drift': {
      const rationale = requiredText(input, 'reason', '--reason');
      return { ...base, classification: classOf(input), rationale, supersedes };
    }
  }
}

function ownerOf(input: CommandInput): string {
  const owner = requiredText(input, 'owner', '--owner');
  if (isActor(owner)) return owner;
  throw usage(`--owner "${owner}" is no actor.`, 'Write for example --owner human:ana.');
}

function classOf(input: CommandInput): string {
  const named = requiredText(input, 'as', '--as');
  if (DRIFT_CLASSES.some((each) => each === named)) return named;
  const near = nearestWord(named.toUpperCase(), DRIFT_CLASSES);
  const hint = near === null ? '' : ` Did you mean ${near}?`;
  throw usage(`--as "${named}" is no class of drift.${hint}`, `Use ${DRIFT_CLASSES.join(', ')}.`);
}

async function signOff(input: CommandInput, session: Session): Promise<CommandOutput> {
  const subject = subjectOf(input, 'The role, milestone or capability');
  const reason = requiredText(input, 'reason', '--reason');
  const commit = textOption(input, 'commit') ?? (await tip(session));
  const body = { subject, role: textOption(input, 'role'), commit, reason };
  const answer = await sendMessage(input, session, { item: null, type: 'signOff', body });
  const data = { program: session.program, message: 'signOff', subject, commit, answer };
  const isLast = answer.kind === 'accepted' && answer.facts['certifying'] === true;
  const again = isLast ? ' It was the last one missing: the program certifies again.' : '';
  const text = maskUnsafe(`${subject} is signed off on ${commit}.${again}`);
  return { kind: 'answer', data, text };
}

async function promote(input: CommandInput, session: Session): Promise<CommandOutput> {
  const capability = subjectOf(input, 'The capability');
  const reason = requiredText(input, 'reason', '--reason');
  const body = { capability, commit: textOption(input, 'commit'), reason };
  const answer = await sendMessage(input, session, { item: null, type: 'promote', body });
  const facts: Facts = answer.kind === 'accepted' ? answer.facts : {};
  const { commit = null, owner = null, passed = [], promoted = false } = facts;
  const text =
    promoted === true
      ? `${capability} is promoted on ${String(commit)}.`
      : `The gates of ${capability} passed on ${String(commit)}; it is promoted when ${String(owner)} signs it off: sluice decide sign-off ${capability}`;
  const data = { program: session.program, capability, commit, owner, passed, promoted, answer };
  const exitCode = promoted === true ? EXIT.ok : EXIT.waiting;
  return { kind: 'promotion', data, text: maskUnsafe(text), exitCode };
}

/** The tip of the program's branch in this repository: what the caller can have looked at. */
async function tip(session: Session): Promise<string> {
  const { root, program } = session;
  const gateway = await session.gateway();
  const { branch } = await gateway.board(program, { offset: 0, limit: 0 });
  const [{ branchTip }, { openRepository }] = await Promise.all([
    import('../../git/refs.ts'),
    import('../../git/repository.ts'),
  ]);
  return branchTip(await openRepository(root), branch);
}
