import type { GateReport, ItemReport, ReviewReport, SetbackReport } from '../model/item-model.ts';
import { measurementText } from '../../domain/measurement.ts';
import type { Finding } from '../../domain/evidence-record.ts';
import type { Block, Entry, Fact, Inline, Line, Table } from './document.ts';
import { carriedText, findingEntry, rerunLines } from './review-blocks.ts';
import { code, duration, hash, moment, strong, TONE_OF_STANDING } from './words.ts';

/** Everything about one item, as blocks: where it stands, its gates, setbacks, reviews, decisions. */
export function itemBlocks(item: ItemReport): readonly Block[] {
  return [
    { kind: 'facts', rows: itemFacts(item) },
    ...(item.gates.length === 0 ? [] : [gateTable('Gates', item.gates)]),
    ...listBlock('Setbacks and what followed', item.setbacks.map(setbackEntry)),
    ...listBlock('Reviews', item.reviews.map(reviewEntry)),
    ...listBlock('Findings', item.findings.map(findingEntry)),
    ...listBlock(
      'What was said',
      item.talk.map(({ at, attempt, actor, text }) => ({
        line: [`${moment(at)}, attempt ${attempt}: ${actor} ${text}`],
      })),
    ),
    ...listBlock(
      'Submissions',
      item.submissions.map((each) => ({ line: submissionLine(each) })),
    ),
    ...listBlock(
      'Decisions',
      item.decisions.map((each) => ({ line: decisionLine(each) })),
    ),
    ...listBlock(
      'Refused messages',
      item.refusals.map((each) => ({ line: refusalLine(each) })),
    ),
    ...leftOutBlock(item),
  ];
}

function listBlock(title: string, entries: readonly Entry[]): readonly Block[] {
  if (entries.length === 0) return [];
  return [
    { kind: 'text', line: [strong(title)] },
    { kind: 'list', entries },
  ];
}

function leftOutBlock({ id, leftOut }: ItemReport): readonly Block[] {
  if (leftOut === 0) return [];
  const line = [`Older entries left out: ${leftOut}; see `, command(`evidence list --item ${id}`)];
  return [{ kind: 'text', line }];
}

function command(words: string): Inline {
  return code(`sluice ${words}`);
}

function itemFacts(item: ItemReport): readonly Fact[] {
  const { checkpoint, tests, reason, waitingOn, firstAt, lastAt, isClaimed } = item;
  const facts: (Fact | null)[] = [
    isClaimed
      ? {
          label: 'Claimed',
          line: ['Done before this program by the tracker’s word only: no evidence.'],
        }
      : null,
    reason === null ? null : { label: 'Held because', line: [reason] },
    waitingOn === null || waitingOn === 'nobody'
      ? null
      : { label: 'Waiting on', line: [waitingOn] },
    {
      label: 'Stage',
      line: [
        `${item.stage ?? 'not started'}${item.attempts > 0 ? `, attempt ${item.attempts}` : ''}`,
      ],
    },
    item.dependsOn.length === 0 ? null : { label: 'After', line: [item.dependsOn.join(', ')] },
    checkpoint === null
      ? null
      : {
          label: 'Checkpoint',
          line: [
            hash(checkpoint.commit),
            ' · tree ',
            hash(checkpoint.tree),
            ` · ${moment(checkpoint.at)}`,
          ],
        },
    checkpoint?.carriedOver ? { label: 'Verdict', line: carriedText(checkpoint) } : null,
    checkpoint?.isSolo === true
      ? { label: 'Mode', line: [strong('SOLO: implementers may have reviewed their own work')] }
      : null,
    checkpoint === null ? null : { label: 'Evidence', line: [hash(checkpoint.record)] },
    checkpoint === null
      ? null
      : {
          label: 'People',
          line: [
            `${checkpoint.implementers.join(', ')} (claimed), reviewed by ${checkpoint.reviewers.join(', ')} (${checkpoint.reviewIdentity})`,
          ],
        },
    tests === null ? null : { label: 'Tests', line: [`${tests.passing} of ${tests.written} pass`] },
    firstAt === null || lastAt === null
      ? null
      : { label: 'Time', line: [`${moment(firstAt)} to ${moment(lastAt)}`] },
  ];
  return facts.filter((fact) => fact !== null);
}

/** Gates with all that is known of their newest run. */
export function gateTable(caption: string, gates: readonly GateReport[]): Table {
  return {
    kind: 'table',
    caption,
    head: [
      'Stage',
      'Gate',
      'Result',
      'Attempt',
      'Runs',
      'Tests',
      'Took',
      'Evidence',
      'How it ended',
    ],
    numeric: [3, 4, 5, 6],
    roomy: [8],
    rows: gates.map((gate) => ({ cells: gateCells(gate) })),
  };
}

function gateCells(gate: GateReport): readonly Line[] {
  const { standing, tests, end, code: rejection, reason } = gate;
  const why = [rejection, end === 'exit 0' ? null : end, reason].filter((each) => each !== null);
  const measured = gate.measurements.map(measurementText);
  const contained = gate.containment === null ? '' : `contained: ${gate.containment}`;
  return [
    [gate.stage],
    [gate.gate],
    [{ kind: 'badge', text: standing, tone: TONE_OF_STANDING[standing] }],
    [gate.attempt === null ? '' : String(gate.attempt)],
    [String(gate.runs)],
    [tests === null ? '' : `${tests.passed} of ${tests.total}`],
    [gate.durationMs === null ? '' : duration(gate.durationMs)],
    gate.record === null ? [''] : [hash(gate.record)],
    [[[...why, ...measured].join(': '), contained].filter((each) => each !== '').join('; ')],
  ];
}

function setbackEntry(setback: SetbackReport): Entry {
  const { at, attempt, stage, gate, code: rejection, message, findings, followed } = setback;
  const { submission, outcome } = followed;
  const next =
    submission === null
      ? 'nothing was submitted since'
      : `${submission.submission} by ${submission.actor} on ${moment(submission.at)} (attempt ${submission.attempt})`;
  const then =
    outcome === null ? '' : `; ${gate} then ${outcome.word} (attempt ${outcome.attempt})`;
  return {
    line: [`${moment(at)}, attempt ${attempt}, ${stage}: `, strong(rejection), ` ${message}`],
    more: [...findings.map(findingLine), [`followed by: ${next}${then}`]],
  };
}

function findingLine({ severity, where, text }: Finding, place: number): Line {
  const at = where === null ? [] : [code(where), ' '];
  return [`finding ${place + 1}: `, strong(severity), ' ', ...at, text];
}

function reviewEntry(review: ReviewReport): Entry {
  const { at, verdict, actor, identity, attempt, tree, isStale, marks, note, findings } = review;
  const stale = review.isWithdrawn ? ', WITHDRAWN' : isStale ? ', STALE: the tree moved on' : '';
  const solo = review.isSolo ? ', SOLO' : '';
  const marked = Object.entries(marks).map(([gate, { result, reason }]) =>
    reason === null ? `${gate} ${result}` : `${gate} ${result} (${reason})`,
  );
  const isSetback = verdict === 'CHANGES_REQUESTED';
  return {
    line: [
      `${moment(at)}, attempt ${attempt}, tree `,
      hash(tree),
      ': ',
      { kind: 'badge', text: verdict, tone: isSetback ? 'warn' : 'good' },
      ` by ${actor} (${identity})${solo}${stale}${marked.length === 0 ? '' : `; ${marked.join(', ')}`}`,
    ],
    more: [
      // Those of a request for changes stand with the setback that it was.
      ...(isSetback ? [] : findings.map(findingLine)),
      ...rerunLines(review),
      ...(note === null ? [] : [[`note: ${note}`]]),
    ],
  };
}

function submissionLine({
  at,
  submission,
  actor,
  identity,
  attempt,
  note,
}: ItemReport['submissions'][number]): Line {
  return [
    `${moment(at)}, attempt ${attempt}: `,
    strong(submission),
    ` by ${actor} (${identity})${note === null ? '' : `: ${note}`}`,
  ];
}

function decisionLine({
  at,
  decision,
  actor,
  identity,
  reason,
  voided,
}: ItemReport['decisions'][number]): Line {
  const made = voided.length === 0 ? '' : `; made void: ${voided.join(', ')}`;
  return [
    `${moment(at)}: `,
    strong(decision),
    ` by ${actor} (${identity})${reason === null ? '' : `: ${reason}`}${made}`,
  ];
}

function refusalLine({
  at,
  message,
  actor,
  code: rejection,
  reason,
}: ItemReport['refusals'][number]): Line {
  return [`${moment(at)}: ${message} by ${actor}: `, strong(rejection), ` ${reason}`];
}
