// Stands for a worker: runs one gate through a runner, or by itself as a process group, until killed.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';

import { onlyContainment } from '../../activities/runner/choose-containment.ts';
import { startGateRunner } from '../../activities/runner/gate-runner.ts';
import { createPipeSource } from '../../activities/runner/output-pipe.ts';
import { createProcessGroups } from '../../activities/runner/process-group.ts';
import { planRedaction } from '../../activities/runner/redactor.ts';
import { runGate } from '../../activities/runner/run-gate.ts';
import type { RunSpec } from '../../activities/runner/run-spec.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';

export interface GateWorkerOrder {
  readonly storeDir: string;
  /** The runner's program, or null to run the gate in this process as a process group. */
  readonly entry: string | null;
  readonly spec: RunSpec;
}

const { storeDir, entry, spec } = JSON.parse(process.argv[2] ?? '') as GateWorkerOrder;
if (entry === null) {
  const pipes = join(storeDir, 'pipes');
  mkdirSync(pipes, { recursive: true });
  await runGate(
    spec,
    {
      store: await openBlobStore(storeDir),
      containment: onlyContainment(createProcessGroups(), 'none'),
      openPipe: createPipeSource(pipes),
      planRedaction,
    },
    { cancelled: new AbortController().signal, onProgress: () => undefined },
  );
} else {
  await startGateRunner({ storeDir, entry }).run(spec);
}
