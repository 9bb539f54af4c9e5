import type { FaultCode } from '../../domain/fault.ts';
import type { Facts } from '../../domain/judgement.ts';
import type { RunOutcome } from '../../domain/run-outcome.ts';
import type { RunProgress, RunSpec } from './run-spec.ts';

/** From the worker to its runner. `id` names one run within one runner. */
export type RunnerRequest =
  | { readonly type: 'run'; readonly id: number; readonly spec: RunSpec }
  | { readonly type: 'cancel'; readonly id: number };

/** From the runner to its worker. Each `run` is answered by one `outcome` or one `fault`. */
export type RunnerReply =
  | { readonly type: 'progress'; readonly id: number; readonly progress: RunProgress }
  | { readonly type: 'outcome'; readonly id: number; readonly outcome: RunOutcome }
  | {
      readonly type: 'fault';
      readonly id: number;
      readonly code: FaultCode;
      readonly facts: Facts;
    };
