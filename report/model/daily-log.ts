import type { EvidenceRecord, RecordBody, WaiverRecord } from '../../domain/evidence-record.ts';
import { isProgramStage } from '../../domain/program-stage.ts';
import { type Result, RESULTS } from '../../domain/result.ts';
import { noticeText } from '../../domain/notice-text.ts';
import { talkText } from '../../domain/review/talk-text.ts';
import { keep, type Kept, keptNone } from './kept.ts';
import { timeText } from './report-entry.ts';
import type { SetbackReport } from './item-model.ts';
import type { DayEvent, DayReport, ResumePoint } from './report-model.ts';

/** Events that the log of one day lists. */
const DAY_EVENTS_MAX = 200;
const COMMIT_CHARS = 12;
/** The part of an RFC 3339 time that is its day. */
const DAY_CHARS = 10;

type Open<T> = { -readonly [Key in keyof T]: T[Key] };
type OpenDay = Open<Omit<DayReport, 'events' | 'leftOut' | 'runs'>> & {
  readonly runs: Record<Result, number>;
  readonly kept: Kept<DayEvent>;
};

/** Gathers what happened by day, in UTC, while the log is read. */
export interface DailyLog {
  /** Must be called before the item takes up the record: a new day ends the one before it. */
  begin(atMs: number): void;
  /** `setback` is what the record was to its item, if it was one. */
  add(record: EvidenceRecord, setback: SetbackReport | null): void;
  /** All days in order; the last one ends where work stands now. */
  days(resumeNow: ResumePoint | null): readonly DayReport[];
}

/** `resumeAt` says where work would go on with what was read so far; asked when a day ends. */
export function createDailyLog(resumeAt: () => ResumePoint | null): DailyLog {
  const days = new Map<string, OpenDay>();
  let newest: OpenDay | undefined;
  const dayOf = (atMs: number): OpenDay => {
    const day = timeText(atMs).slice(0, DAY_CHARS);
    const known = days.get(day) ?? newDay(day);
    days.set(day, known);
    return known;
  };
  return {
    begin(atMs) {
      const day = dayOf(atMs);
      // A record of an earlier day can come late, as workflows of several items append in turn.
      if (newest !== undefined && day.day <= newest.day) return;
      if (newest !== undefined) newest.resumeAt = resumeAt();
      newest = day;
    },
    add(record, setback) {
      const day = dayOf(record.scope.atMs);
      countRecord(day, record.body);
      const event = eventOf(record, setback);
      if (event !== null) keep(day.kept, event, DAY_EVENTS_MAX);
    },
    days(resumeNow) {
      if (newest !== undefined) newest.resumeAt = resumeNow;
      return [...days.values()]
        .toSorted((a, b) => (a.day < b.day ? -1 : 1))
        .map(({ kept, ...day }) => ({ ...day, events: kept.entries, leftOut: kept.leftOut }));
    },
  };
}

function newDay(day: string): OpenDay {
  return {
    day,
    records: 0,
    submissions: 0,
    runs: countResults([]),
    approvals: 0,
    changesRequested: 0,
    checkpoints: 0,
    refusals: 0,
    decisions: 0,
    kept: keptNone(),
    resumeAt: null,
  };
}

/** How often each result occurs, each counted apart. */
export function countResults(results: Iterable<Result>): Record<Result, number> {
  const counts = Object.fromEntries(RESULTS.map((each) => [each, 0])) as Record<Result, number>;
  for (const result of results) counts[result] += 1;
  return counts;
}

function countRecord(day: OpenDay, body: RecordBody): void {
  day.records += 1;
  switch (body.type) {
    case 'submission':
      day.submissions += 1;
      return;
    case 'run':
      if (body.purpose === undefined) day.runs[body.result] += 1;
      return;
    case 'verdict':
      if (body.verdict === 'APPROVED') day.approvals += 1;
      else day.changesRequested += 1;
      return;
    case 'refusal':
      day.refusals += 1;
      return;
    case 'decision':
    case 'register':
    case 'sign-off':
      day.decisions += 1;
      return;
    case 'waiver':
      if (body.messageId !== null) day.decisions += 1;
      return;
    case 'checkpoint':
      day.checkpoints += 1;
      return;
    case 'certification':
    case 'notice':
    case 'talk':
      return;
  }
}

function eventOf({ scope, body }: EvidenceRecord, setback: SetbackReport | null): DayEvent | null {
  const event = (kind: DayEvent['kind'], text: string): DayEvent => ({
    at: timeText(scope.atMs),
    item: scope.item,
    kind,
    text,
  });
  switch (body.type) {
    case 'submission':
      return null;
    case 'run':
      return body.purpose === undefined ? runEvent(body, setback, event) : null;
    case 'verdict': {
      const count = body.findings.length;
      const findings = count === 0 ? '' : `, ${count} finding${count === 1 ? '' : 's'}`;
      return event('review', `${body.verdict} by ${body.actor}${findings}`);
    }
    case 'talk':
      return event('review', `${body.actor} ${talkText(body)}`);
    case 'notice':
      return event('review', noticeText({ ...body, kind: body.notice }));
    case 'refusal':
      return event('refusal', `${body.message} by ${body.actor} refused: ${body.code}`);
    case 'decision': {
      const reason = body.reason === null ? '' : `: ${body.reason}`;
      return event('decision', `${body.decision} by ${body.actor}${reason}`);
    }
    case 'waiver':
      return waiverEvent(body, event);
    case 'register': {
      const { entry, actor } = body;
      const what = entry.action === 'close' ? `closed: ${entry.reason}` : entry.title;
      return event('decision', `${entry.register} ${entry.id} by ${actor}: ${what}`);
    }
    case 'sign-off': {
      const what = [body.of === 'program' ? 'the program' : body.subject, body.role].filter(
        (each) => each !== null,
      );
      return event('decision', `${what.join(' as ')} signed off by ${body.actor}: ${body.reason}`);
    }
    case 'checkpoint':
      return event('checkpoint', `committed as ${body.commit.slice(0, COMMIT_CHARS)}`);
    case 'certification':
      return event('certification', `${body.verdict} at ${body.commit.slice(0, COMMIT_CHARS)}`);
  }
}

/** A request is answered in the same day's log by what became of it. */
function waiverEvent(
  { event: word, waiver, gate, actor, until, reason, code }: WaiverRecord,
  event: (kind: DayEvent['kind'], text: string) => DayEvent,
): DayEvent | null {
  if (word === 'requested') return null;
  const why = code === null ? reason : code;
  return event(
    'decision',
    `waiver ${waiver} of ${gate} ${word}, by ${actor}, until ${until}: ${why}`,
  );
}

/** Runs that pass are counted, not listed: what stopped somebody is what a day's log is read for. */
function runEvent(
  run: Extract<RecordBody, { type: 'run' }>,
  setback: SetbackReport | null,
  event: (kind: DayEvent['kind'], text: string) => DayEvent,
): DayEvent | null {
  const isOfProgram = isProgramStage(run.stage);
  if (setback === null && !isOfProgram) return null;
  const why = run.code === null ? '' : ` ${run.code}`;
  return event('gate', `${run.gate} ${run.result}${why}, attempt ${run.attempt}`);
}
