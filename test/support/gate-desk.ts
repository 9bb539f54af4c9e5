import type { EvidenceRecord, RunRecord } from '../../domain/evidence-record.ts';
import type { GateRunRequest, GateRunResult } from '../../domain/gate-run.ts';
import type { Policy } from '../../domain/policy.ts';
import { runGateOnce } from '../../activities/gate/run-gate.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { openActivityDeps, type OpenedActivityDeps } from '../../worker/activity-deps.ts';
import { verifyEvidence } from '../../evidence/verify-evidence.ts';
import { buildHelperEntries } from './helper-entries.ts';
import { type TempRepository, tempRepository } from './temp-repository.ts';

const RECORDS_MAX = 1_000;

/** Verify gates run by hand in a real repository with real processes, without a workflow. */
export class GateDesk implements AsyncDisposable {
  readonly repository: TempRepository;
  readonly deps: OpenedActivityDeps;
  readonly policy: Policy;
  /** The commit that the program started from. */
  readonly base: string;
  private attempt = 0;

  private constructor(repository: TempRepository, deps: OpenedActivityDeps, policy: Policy) {
    this.repository = repository;
    this.deps = deps;
    this.policy = policy;
    this.base = repository.git('rev-parse', 'HEAD');
  }

  /** `files` are the first commit; `verify` is the verify gate as YAML on one line. */
  static open(files: Readonly<Record<string, string>>, verify: string): Promise<GateDesk> {
    return GateDesk.openWith(files, policyWith(verify));
  }

  static async openWith(
    files: Readonly<Record<string, string>>,
    policy: string,
  ): Promise<GateDesk> {
    const repository = await tempRepository(files);
    const parsed = parsePolicy(policy, 'sluice.yaml');
    if (parsed.kind !== 'ok') throw new Error(JSON.stringify(parsed.problems));
    const deps = await openActivityDeps({
      repository: repository.root,
      fast: true,
      environment: { ...process.env, HOME: repository.root },
      entries: buildHelperEntries(),
    });
    return new GateDesk(repository, deps, parsed.policy);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.deps.close();
    this.repository.remove();
  }

  /** Edits the checkout and runs the verify gate on it, as the next attempt of an item. */
  async verify(
    files: Readonly<Record<string, string>>,
    fields: Partial<GateRunRequest> = {},
  ): Promise<GateRunResult> {
    this.repository.write(files);
    this.attempt += 1;
    return this.run(this.request(fields));
  }

  run(request: GateRunRequest): Promise<GateRunResult> {
    const control = { signal: new AbortController().signal, onProgress: () => undefined };
    return runGateOnce(this.deps, this.policy, { request, control });
  }

  request(fields: Partial<GateRunRequest> = {}): GateRunRequest {
    const [gate] = this.policy.gates.verify;
    if (gate === undefined) throw new Error('the policy has no verify gate');
    return {
      key: { workflowId: 'sluice/demo/A', runId: 'run-1', gate: gate.id, attempt: this.attempt },
      program: 'demo',
      item: { id: 'A', title: 'First', tests: [] },
      stage: 'VERIFY',
      gate,
      rule: { rule: 'exit-zero' },
      source: { kind: 'checkout', checkout: null },
      frozen: null,
      budget: { base: this.base, testsFallDeclared: false },
      branch: 'main',
      lane: 1,
      policyDigest: 'd'.repeat(64),
      atMs: 1_000 + this.attempt,
      pending: [],
      ...fields,
    };
  }

  async records(): Promise<readonly EvidenceRecord[]> {
    const { records } = await this.deps.log.list({ offset: 0, limit: RECORDS_MAX });
    return records.map(({ record }) => record);
  }

  async runs(): Promise<readonly RunRecord[]> {
    const bodies = (await this.records()).map(({ body }) => body);
    return bodies.filter((body): body is RunRecord => body.type === 'run');
  }

  /** What is wrong with the evidence, read from the files. */
  async problems(): Promise<readonly string[]> {
    const { evidenceDir: dir, publicKey, blobs } = this.deps;
    const { problems } = await verifyEvidence({ dir, publicKey, blobs, anchors: [] });
    return problems.map(({ message }) => message);
  }
}

function policyWith(verify: string): string {
  return [
    'version: 1',
    'program: demo',
    'roles: { implementers: [agent:a], reviewers: [agent:b], releaseLeads: [human:c] }',
    `gates: { verify: ${verify} }`,
    'items: [{ id: A, title: First, profile: chore }]',
    '',
  ].join('\n');
}
