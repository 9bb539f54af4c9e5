import type { TalkRecord } from '../evidence-record.ts';

type Said = Pick<TalkRecord, 'talk' | 'actor' | 'text' | 'to' | 'finding' | 'state'>;

/** What was said around a review, as one line without its speaker. */
export function talkText({ talk, text, to, finding, state }: Said): string {
  const words = text === null ? '' : `: ${text}`;
  switch (talk) {
    case 'ask':
      return `asks${words}`;
    case 'comment':
      return `says${words}`;
    case 'reassign':
      return `gives the review to ${to ?? 'nobody'}${words}`;
    case 'withdraw':
      return `withdraws a verdict${words}`;
    case 'settle':
      return `calls ${finding ?? 'a finding'} ${state ?? 'settled'}${words}`;
  }
}
