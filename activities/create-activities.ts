import { Context } from '@temporalio/activity';
import { activityFailure } from './activity-failure.ts';
import type { ControlActivities, GateActivities } from './contract.ts';
import type { ActivityDeps } from './deps.ts';
import { GateCancelled } from './gate/execute-on-tree.ts';
import type { RunControl } from './gate/execute-gate.ts';
import { proveWaiver } from './gate/prove-waiver.ts';
import { runGateOnce } from './gate/run-gate.ts';
import { withHeartbeats } from './heartbeats.ts';
import { certifyProgram } from './program/certify-program.ts';
import { checkWord } from './program/check-word.ts';
import { checkpointItem } from './program/checkpoint-item.ts';
import { lookUp } from './program/look-up.ts';
import { notifyPeople } from './program/notify-people.ts';
import { updateTracker } from './program/update-tracker.ts';
import { readPlanPage } from '../evidence/stored-plan.ts';
import { createPolicyReader } from '../evidence/stored-policy.ts';

/** Turns whatever goes wrong into the one kind of failure that crosses into Temporal. */
async function atBorder<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw activityFailure(error);
  }
}

/** The short activities. Own enumerable functions, as the SDK registers no others. */
export function createControlActivities(deps: ActivityDeps): ControlActivities {
  const readPolicy = createPolicyReader(deps.blobs);
  const alive = <T>(work: () => Promise<T>): Promise<T> => atBorder(() => withHeartbeats(work));
  return {
    checkpoint: (request) =>
      alive(async () => checkpointItem(deps, await readPolicy(request.policyDigest), request)),
    checkWord: (request) =>
      alive(async () => checkWord(deps, await readPolicy(request.policyDigest), request)),
    record: (records) =>
      alive(async () => (await deps.log.append(records)).map(({ sha256 }) => sha256)),
    updateTracker: (request) => alive(() => updateTracker(deps, request)),
    notify: (request) =>
      alive(async () => {
        const { cancellationSignal: signal } = Context.current();
        return notifyPeople(deps, await readPolicy(request.policyDigest), { request, signal });
      }),
    loadPlanPage: (request) => alive(() => readPlanPage(deps.blobs, request)),
    lookUp: (request) => alive(() => lookUp(deps, request)),
    certify: (request) => alive(() => certifyProgram(deps, request)),
  };
}

/** The long activities: gates. */
export function createGateActivities(deps: ActivityDeps): GateActivities {
  const readPolicy = createPolicyReader(deps.blobs);
  return {
    runGate: (request) =>
      controlled(async (control) =>
        runGateOnce(deps, await readPolicy(request.policyDigest), { request, control }),
      ),
    proveWaiver: (request) =>
      controlled(async (control) =>
        proveWaiver(deps, await readPolicy(request.run.policyDigest), { request, control }),
      ),
  };
}

/** Runs commands with heartbeats, and lets Temporal cancel them. */
function controlled<T>(work: (control: RunControl) => Promise<T>): Promise<T> {
  return atBorder(() =>
    withHeartbeats(async (report) => {
      const signal = Context.current().cancellationSignal;
      try {
        return await work({ signal, onProgress: report });
      } catch (error) {
        // Temporal takes an activity for cancelled only when it throws the signal's own reason.
        if (error instanceof GateCancelled) throw signal.reason;
        throw error;
      }
    }),
  );
}
