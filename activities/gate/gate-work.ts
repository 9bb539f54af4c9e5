import type { GateRunRequest } from '../../domain/gate-run.ts';
import type { Policy } from '../../domain/policy.ts';
import type { ActivityDeps } from '../deps.ts';
import type { RunControl } from './execute-gate.ts';
import type { GateTrees } from './gate-trees.ts';

/** Everything that one run of one gate needs. */
export interface GateWork {
  readonly deps: ActivityDeps;
  readonly policy: Policy;
  readonly request: GateRunRequest;
  readonly control: RunControl;
  readonly trees: GateTrees;
}
