import type { Actor } from './actor.ts';
import type { NoticeKind } from './evidence-record.ts';

/** Somebody was told something, or is to be: what an item or a program remembers of it. */
export interface Notice {
  /** The same when it is told again; unique within its workflow. */
  readonly id: string;
  readonly kind: NoticeKind;
  readonly to: readonly Actor[];
  readonly attempt: number;
  /** Which reminder, or which step of an escalation, from 1. */
  readonly count: number;
  readonly atMs: number;
  /** `none` where the policy has no command to tell anybody with. */
  readonly delivery: 'none' | 'under-way' | 'told' | 'failed' | 'abandoned';
  /** Why nobody could be told. */
  readonly problem: string | null;
}

/** Notices that a workflow remembers; older ones are in the evidence store. */
export const NOTICES_MAX = 20;
/** How long the policy's command may take to tell people. */
export const NOTIFY_TIMEOUT_MS = 30_000;
/** What is kept of its output per stream, in bytes. */
export const NOTIFY_OUTPUT_BYTES_MAX = 64 * 1024;

/** What the policy's `notify` command is run for. */
export interface NoticeRequest {
  readonly program: string;
  readonly policyDigest: string;
  readonly item: { readonly id: string; readonly title: string };
  readonly stage: string;
  readonly attempt: number;
  readonly tree: string;
  readonly notice: Pick<Notice, 'id' | 'kind' | 'to' | 'count'>;
  /** Since when nobody answers, as an RFC 3339 time. */
  readonly since: string;
  /** One line that says it all, and what those who are told can run. */
  readonly text: string;
  readonly command: string;
}
