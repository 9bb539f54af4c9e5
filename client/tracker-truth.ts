import { join } from 'node:path';
import type { ItemView } from '../domain/item/item-view.ts';
import { STAGES } from '../domain/stage.ts';
import type { CheckpointRecord, EvidenceRecord } from '../domain/evidence-record.ts';
import { LIST_LIMIT_MAX, openEvidenceReader } from '../evidence/log-reader.ts';
import type { AcceptedDrift, ItemTruth } from '../tracker/sync.ts';

/** What the evidence log says that a tracker document has to agree with. */
export interface RecordedTruth {
  readonly done: readonly ItemTruth[];
  readonly accepted: readonly AcceptedDrift[];
}

/** Reads checkpoints and accepted differences of a program from the evidence of this machine. */
export async function recordedTruth(stateDir: string, program: string): Promise<RecordedTruth> {
  const reader = await openEvidenceReader({ dir: join(stateDir, 'evidence') });
  const done = new Map<string, ItemTruth>();
  const accepted: AcceptedDrift[] = [];
  try {
    for (let offset = 0; ; offset += LIST_LIMIT_MAX) {
      const { records, total } = await reader.list({ program, offset, limit: LIST_LIMIT_MAX });
      for (const { record } of records) {
        const { item } = record.scope;
        if (record.body.type === 'checkpoint' && item !== null) {
          done.set(item, truthOfCheckpoint(item, record.body));
        }
        accepted.push(...acceptedBy(record));
      }
      if (offset + LIST_LIMIT_MAX >= total) break;
    }
  } finally {
    await reader.close();
  }
  return { done: [...done.values()], accepted };
}

function truthOfCheckpoint(item: string, record: CheckpointRecord): ItemTruth {
  const { commit, implementers, reviewers } = record;
  return {
    item,
    status: 'done',
    passed: STAGES,
    implementer: implementers.join(', '),
    reviewer: reviewers.join(', '),
    reviewState: 'APPROVED',
    commit,
  };
}

function acceptedBy({ body }: EvidenceRecord): readonly AcceptedDrift[] {
  if (body.type !== 'decision' || body.decision !== 'decide') return [];
  const { item, field } = body.facts;
  if (typeof item !== 'string') return [];
  return [{ item, field: typeof field === 'string' ? field : null, reason: body.reason ?? '' }];
}

/** What an item at work has told its document last. */
export function truthOfView({ state }: ItemView): readonly ItemTruth[] {
  const told = state.tracker?.told ?? null;
  if (told === null) return [];
  // An evidence section is compared as a whole with what was written, not made anew here.
  const { evidence: _evidence, reopened: _reopened, ...truth } = told;
  return [truth];
}
