import type { RecordBody } from '../domain/evidence-record.ts';
import { noticeText } from '../domain/notice-text.ts';
import { talkText } from '../domain/review/talk-text.ts';
import { maskUnsafe } from '../domain/safe-text.ts';
import type { LoggedRecord } from '../evidence/chain.ts';

const DIGEST_CHARS = 12;
const COMMIT_CHARS = 12;

/** One record as `sluice evidence list` shows it. */
export interface RecordRow {
  readonly record: string;
  readonly seq: number;
  readonly type: RecordBody['type'];
  readonly program: string;
  readonly item: string | null;
  /** RFC 3339. */
  readonly at: string;
  /** What it states, in a few words. */
  readonly summary: string;
}

export function recordRow({ sha256, seq, record }: LoggedRecord): RecordRow {
  const { program, item, atMs } = record.scope;
  const { body } = record;
  const at = new Date(atMs).toISOString();
  return { record: sha256, seq, type: body.type, program, item, at, summary: summaryOf(body) };
}

export function recordLine({ record, seq, type, item, at, summary }: RecordRow): string {
  const name = record.slice(0, DIGEST_CHARS);
  return maskUnsafe(`${seq}  ${name}  ${at}  ${item ?? '(program)'}  ${type}  ${summary}`);
}

function summaryOf(body: RecordBody): string {
  switch (body.type) {
    case 'run':
      return `${body.gate}#${body.attempt} ${body.result}${body.code === null ? '' : ` ${body.code}`}`;
    case 'submission':
      return `${body.submission}#${body.attempt} by ${body.actor}`;
    case 'verdict':
      return `${body.verdict} by ${body.actor} on attempt ${body.attempt}`;
    case 'talk':
      return `${body.actor} ${talkText(body)}`;
    case 'notice':
      return noticeText({ ...body, kind: body.notice });
    case 'refusal':
      return `${body.message} by ${body.actor} refused: ${body.code}`;
    case 'decision':
      return `${body.decision} by ${body.actor}${body.reason === null ? '' : `: ${body.reason}`}`;
    case 'waiver':
      return `${body.waiver} of ${body.gate} ${body.event} by ${body.actor} until ${body.until}`;
    case 'checkpoint':
      return `${body.commit.slice(0, COMMIT_CHARS)} on ${body.branch}`;
    case 'register': {
      const { entry, actor } = body;
      const what = entry.action === 'close' ? `closed: ${entry.reason}` : entry.title;
      return `${entry.register} ${entry.id} by ${actor}: ${what}`;
    }
    case 'sign-off':
      return `${body.of === 'program' ? 'the program' : body.subject}${body.role === null ? '' : ` as ${body.role}`} by ${body.actor} on ${body.commit.slice(0, COMMIT_CHARS)}`;
    case 'certification':
      return `${body.verdict} at ${body.commit.slice(0, COMMIT_CHARS)}`;
  }
}
