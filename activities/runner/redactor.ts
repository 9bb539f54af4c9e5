import {
  type AnchorHit,
  type ByteSieve,
  createByteSieve,
  createWorkBytes,
  type WorkBytes,
} from './byte-sieve.ts';
import { literalRule, type RedactionRule } from './redaction-rule.ts';
import { SECRET_PATTERNS } from './secret-patterns.ts';
import { secretSpellings } from './secret-spellings.ts';

/** What stands in the stored output for a secret. */
export const REDACTED = '[REDACTED]';

const REDACTED_BYTES = Buffer.from(REDACTED);
const NOTHING = Buffer.alloc(0);

/** Most bytes taken in at once: what one read of a pipe returns. */
const SLICE_BYTES_MAX = 64 * 1024;

/** A stretch of output: what the gate wrote, and what is stored for it. */
export interface RedactedPiece {
  readonly raw: Uint8Array;
  /** The same object as `raw` where nothing was replaced. */
  readonly stored: Uint8Array;
}

/** The rules for the same secrets, made once and shared by all streams of all gates. */
export interface RedactionPlan {
  readonly rules: readonly RedactionRule[];
  readonly sieve: ByteSieve;
  /** Memory of redactors that have ended, for the next ones: it is larger than most output. */
  readonly idleWork: WorkBytes[];
}

/** Known `secrets` in all their spellings, then the built-in patterns. */
export function planRedaction(secrets: readonly string[]): RedactionPlan {
  const spellings = secrets.flatMap((secret) => secretSpellings(secret));
  const rules = [...spellings.map((bytes) => literalRule(bytes)), ...SECRET_PATTERNS];
  return { rules, sieve: createByteSieve(rules), idleWork: [] };
}

/** Plans that are kept as long as the secrets stay the same, as they do from gate to gate. */
export function createRedactionPlanner(): (secrets: readonly string[]) => RedactionPlan {
  let last: { readonly secrets: readonly string[]; readonly plan: RedactionPlan } | null = null;
  return (secrets) => {
    const same =
      last !== null &&
      last.secrets.length === secrets.length &&
      last.secrets.every((secret, index) => secret === secrets[index]);
    if (last === null || !same) last = { secrets, plan: planRedaction(secrets) };
    return last.plan;
  };
}

/** A stretch to replace, in bytes from the start of the stream. */
interface Stretch {
  readonly from: number;
  readonly to: number;
}

/**
 * Replaces secrets in a stream of bytes. What comes out depends on the bytes alone, not on where
 * the chunks were cut: bytes in which a secret might still be growing are held back. Pieces are
 * handed to `take` in order and are valid only during that call; their memory is used again.
 *
 * All positions are bytes from the start of the stream.
 */
export class Redactor {
  readonly #plan: RedactionPlan;
  readonly #take: (piece: RedactedPiece) => void;
  #work: WorkBytes | null = null;
  /** Per rule, where its next attempt may start. */
  readonly #attemptFrom: number[];
  /** Position of the first held byte, and how many are held. */
  #base = 0;
  #held = 0;
  #siftedUntil = 0;
  #redactedUntil = 0;
  #redactions = 0;
  #hits: AnchorHit[] = [];
  #stretches: Stretch[] = [];

  constructor(plan: RedactionPlan, take: (piece: RedactedPiece) => void) {
    this.#plan = plan;
    this.#take = take;
    this.#attemptFrom = plan.rules.map(() => 0);
  }

  /** How many stretches were replaced so far; secrets that overlap make one stretch. */
  get redactions(): number {
    return this.#redactions;
  }

  push(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.length; from += SLICE_BYTES_MAX) {
      const slice = chunk.subarray(from, from + SLICE_BYTES_MAX);
      this.#work ??= takeWork(this.#plan);
      this.#work.bytes.set(slice, this.#held);
      this.#held += slice.length;
      this.#advance(this.#work, false);
    }
  }

  /** Hands out what was held back. Nothing may be pushed afterwards. */
  end(): void {
    if (this.#work === null) return;
    this.#advance(this.#work, true);
    this.#plan.idleWork.push(this.#work);
    this.#work = null;
  }

  #advance(work: WorkBytes, final: boolean): void {
    this.#sift(work);
    const end = this.#base + this.#held;
    const unseen = this.#plan.sieve.anchorBytesMax - 1;
    const limit = final ? end : Math.max(this.#base, end - unseen);
    this.#settle(work, this.#judge(work, { limit, final }));
  }

  /** Looks for anchors that end in bytes not looked at before. */
  #sift(work: WorkBytes): void {
    const base = this.#base;
    const from = Math.max(0, this.#siftedUntil - base - this.#plan.sieve.anchorBytesMax + 1);
    const found = this.#plan.sieve
      .find(work, from, this.#held)
      .map(({ start, end, rule }) => ({ start: start + base, end: end + base, rule }))
      .filter(({ end }) => end > this.#siftedUntil);
    if (found.length > 0) {
      this.#hits = [...this.#hits, ...found].toSorted((a, b) => a.start - b.start);
    }
    this.#siftedUntil = base + this.#held;
  }

  /** Tries the rules at anchors that start before `limit`; returns up to where all is decided. */
  #judge(work: WorkBytes, { limit, final }: { limit: number; final: boolean }): number {
    for (const [index, hit] of this.#hits.entries()) {
      if (hit.start >= limit) return this.#decided(index, limit);
      const rule = this.#plan.rules[hit.rule];
      if (rule === undefined || hit.start < (this.#attemptFrom[hit.rule] ?? 0)) continue;
      const available = this.#base + this.#held - hit.start;
      if (!final && available < rule.bytesMax) return this.#decided(index, hit.start);
      this.#attempt(work, rule, hit);
    }
    return this.#decided(this.#hits.length, limit);
  }

  #decided(hits: number, limit: number): number {
    if (hits > 0) this.#hits = this.#hits.slice(hits);
    return limit;
  }

  #attempt(work: WorkBytes, rule: RedactionRule, hit: AnchorHit): void {
    const at = hit.start - this.#base;
    const window = work.bytes.subarray(at, Math.min(this.#held, at + rule.bytesMax));
    const { consumed, secret } = rule.attempt(window.toString('latin1'));
    this.#attemptFrom[hit.rule] = hit.start + consumed;
    if (secret === null) return;
    this.#stretches.push({ from: hit.start + secret.from, to: hit.start + secret.to });
  }

  /** Hands out everything before `limit`, which no later byte can change. */
  #settle(work: WorkBytes, limit: number): void {
    const queue = this.#stretches.toSorted((a, b) => a.from - b.from);
    this.#stretches = queue.filter(({ from }) => from >= limit);
    let at = this.#base;
    for (const { from, to } of queue) {
      if (from >= limit) break;
      if (from >= this.#redactedUntil) {
        this.#emit(work, at, from);
        at = from;
        this.#redactions += 1;
        this.#take({ raw: NOTHING, stored: REDACTED_BYTES });
      }
      this.#redactedUntil = Math.max(this.#redactedUntil, to);
    }
    this.#emit(work, at, limit);
    work.bytes.copyWithin(0, limit - this.#base, this.#held);
    this.#held -= limit - this.#base;
    this.#base = limit;
  }

  /** Hands out `[from, to)`: what belongs to the last secret without a stored form, the rest as it is. */
  #emit(work: WorkBytes, from: number, to: number): void {
    const clean = Math.min(to, Math.max(from, this.#redactedUntil));
    const bytes = (start: number, end: number): Uint8Array =>
      work.bytes.subarray(start - this.#base, end - this.#base);
    if (clean > from) this.#take({ raw: bytes(from, clean), stored: NOTHING });
    if (to > clean) {
      const raw = bytes(clean, to);
      this.#take({ raw, stored: raw });
    }
  }
}

function takeWork(plan: RedactionPlan): WorkBytes {
  const windowMax = Math.max(...plan.rules.map((rule) => rule.bytesMax));
  return plan.idleWork.pop() ?? createWorkBytes(SLICE_BYTES_MAX + 2 * windowMax);
}
