import type { Actor } from './actor.ts';
import type { NoticeKind } from './evidence-record.ts';

/** A notice as a few words, without its time: `reminder 2 to agent:claude, human:bo`. */
export function noticeText(notice: {
  readonly kind: NoticeKind;
  readonly count: number;
  readonly to: readonly Actor[];
}): string {
  const which = notice.kind === 'expiry' ? 'expired, told' : `${notice.kind} ${notice.count} to`;
  return `${which} ${notice.to.length === 0 ? 'nobody' : notice.to.join(', ')}`;
}
