import type { ActivityDeps } from '../../activities/deps.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';

/**
 * Every place where a worker of a test can die: `run VERIFY before` is before the command of VERIFY
 * is spawned, `record checkpoint after` is when the checkpoint's record is in the log and the
 * activity has not answered. Steps inside a checkpoint have the names of `CheckpointStep`.
 */
export type CrashPoint = string;

/** Die at the first passing of a point, or at the passing of a point, whichever, with this number. */
export type CrashPlan = { readonly at: CrashPoint } | { readonly afterSteps: number };

/** Told of each point that the work passes. */
export type Step = (point: CrashPoint) => void;

export function stepper(plan: CrashPlan | null, die: () => void): Step {
  let steps = 0;
  return (point) => {
    steps += 1;
    if (plan === null) return;
    if ('at' in plan ? plan.at === point : plan.afterSteps === steps) die();
  };
}

/** The real parts, which tell where the work stands. */
export function crashingDeps(deps: ActivityDeps, step: Step): ActivityDeps {
  return {
    ...deps,
    runner: {
      get pid() {
        return deps.runner.pid;
      },
      close: () => deps.runner.close(),
      async run(spec, control) {
        const stage = spec.env['SLUICE_STAGE'];
        step(`run ${stage} before`);
        const outcome = await deps.runner.run(spec, control);
        step(`run ${stage} after`);
        return outcome;
      },
    },
    log: {
      findByKey: (key) => deps.log.findByKey(key),
      read: (sha256) => {
        // The last step of checking a signed word: the log's head that its signer saw.
        step('word checked');
        return deps.log.read(sha256);
      },
      head: () => deps.log.head(),
      list: (page) => deps.log.list(page),
      lines: () => deps.log.lines(),
      close: () => deps.log.close(),
      async append(records) {
        for (const record of records) step(`record ${nameOf(record)} before`);
        const appended = await deps.log.append(records);
        for (const record of records) step(`record ${nameOf(record)} after`);
        return appended;
      },
    },
  };
}

function nameOf({ body }: EvidenceRecord): string {
  return body.type === 'run' ? `run ${body.stage}` : body.type;
}
