import type { ItemStatus } from '../../domain/backlog-status.ts';
import type { GateReport, GateStanding, ItemReport } from '../model/item-model.ts';
import type { ReportModel } from '../model/report-model.ts';
import type { Inline, Stamp, Tone } from './document.ts';

const HASH_CHARS = 12;

/** A digest or a Git id, shortened; the whole is kept where the page can show it. */
export function hash(text: string): Inline {
  return { kind: 'code', text: text.slice(0, HASH_CHARS), full: text };
}

export function code(text: string): Inline {
  return { kind: 'code', text };
}

export function strong(text: string): Inline {
  return { kind: 'strong', text };
}

/** An RFC 3339 time as people read it: `2026-11-21 09:30 UTC`. */
export function moment(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 16)} UTC`;
}

/** A duration in the largest unit that keeps it exact enough for people. */
export function duration(ms: number): string {
  const seconds = ms / 1_000;
  if (seconds < 100) return `${seconds.toFixed(1)} s`;
  const minutes = seconds / 60;
  return minutes < 100 ? `${minutes.toFixed(1)} min` : `${(minutes / 60).toFixed(1)} h`;
}

export function plural(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}

export const TONE_OF_STANDING: Readonly<Record<GateStanding, Tone>> = {
  PASS: 'good',
  FAIL: 'bad',
  NA: 'info',
  WAIVED: 'warn',
  ERROR: 'bad',
  STALE: 'warn',
  NOT_RUN: 'muted',
};

export const TONE_OF_STATUS: Readonly<Record<ItemStatus, Tone>> = {
  todo: 'muted',
  in_progress: 'info',
  in_review: 'info',
  changes_requested: 'warn',
  blocked: 'bad',
  deferred: 'warn',
  skipped: 'muted',
  approved: 'good',
  done: 'good',
};

export function statusBadge(item: ItemReport): Inline {
  if (item.isClaimed) return { kind: 'badge', text: 'done (claimed)', tone: 'warn' };
  return { kind: 'badge', text: item.status.replace('_', ' '), tone: TONE_OF_STATUS[item.status] };
}

/** A gate in a few letters, with all that is known of it behind. */
export function gateChip(gate: GateReport): Inline {
  const { standing, reason, end, attempt } = gate;
  const facts = [attempt === null ? '' : `attempt ${attempt}`, end ?? '', reason ?? ''].filter(
    (each) => each !== '',
  );
  return {
    kind: 'chip',
    label: gate.gate,
    word: standing,
    tone: TONE_OF_STANDING[standing],
    title: facts.length === 0 ? null : facts.join(', '),
  };
}

/** Only letters, digits, dots and dashes stay as they are, so that no id can leave its attribute. */
export function itemAnchor(id: string): string {
  return `item-${id.replace(/[^A-Za-z0-9.-]/g, (each) => `_${each.charCodeAt(0).toString(16)}_`)}`;
}

/** The one word for how the program stands; broken evidence outranks every verdict. */
export function programStamp(model: ReportModel): Stamp {
  const stamp = stampOf(model);
  return model.program.isSolo ? { ...stamp, word: `${stamp.word} · SOLO` } : stamp;
}

function stampOf({ evidence, certification, program }: ReportModel): Stamp {
  if (!evidence.ok) {
    const note = `The evidence does not verify: ${plural(evidence.problems.length, 'problem')}. No verdict counts.`;
    return { word: 'EVIDENCE BROKEN', tone: 'bad', note };
  }
  if (certification === null) {
    const state = program.live === null ? '' : `, ${program.live.state.replace('-', ' ')}`;
    return {
      word: 'NOT CERTIFIED',
      tone: 'muted',
      note: `No certification was given yet${state}.`,
    };
  }
  const { verdict, reasons, hasBranchMoved } = certification;
  if (verdict !== 'NO_GO' && hasBranchMoved === true) {
    const note = `${verdict} was given on an older commit than the branch has now.`;
    return { word: `${verdict} · STALE`, tone: 'warn', note };
  }
  const tones = { GO: 'good', GO_WITH_WAIVERS: 'warn', NO_GO: 'bad' } as const;
  const note = reasons.length === 0 ? 'Everything is proven.' : `${reasons.join('; ')}.`;
  return { word: verdict, tone: tones[verdict], note };
}
