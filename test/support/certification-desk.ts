import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { certifyProgram } from '../../activities/program/certify-program.ts';
import { loadProgram } from '../../client/load-program.ts';
import { programInput } from '../../client/program-input.ts';
import type { CertificationRequest, CertificationResult } from '../../domain/certification.ts';
import { Fault } from '../../domain/fault.ts';
import type { Reservation } from '../../domain/reservation.ts';
import { LOG_FILE } from '../../evidence/log-lines.ts';
import { INDEX_FILE } from '../../evidence/log-reader.ts';
import { openActivityDeps } from '../../worker/activity-deps.ts';
import type { ProgramInput } from '../../workflows/inputs.ts';
import { EvidenceStory } from './evidence-story.ts';
import { buildHelperEntries } from './helper-entries.ts';
import { type TempRepository, tempRepository } from './temp-repository.ts';

const POLICY = `
version: 1
program: demo
roles: { implementers: [agent:codex], reviewers: [agent:claude], releaseLeads: [human:ana] }
baseline: ['true']
gates:
  red: { run: 'node --test', report: tap, tests: ['test/**'] }
  targeted: { run: 'node --test', report: tap }
  verify: ['true']
  review: { gates: [P0, P1], approvals: 1 }
items:
  - { id: P0-001, title: First, priority: P0, tests: test/a.js }
  - { id: P0-002, title: Second, priority: P0, tests: test/b.js }
`;

/** A commit of the real repository and the one before it. */
interface MadeCommit {
  readonly commit: string;
  readonly parent: string;
}

/** Tells a story; `commit` commits something for real, as an item's checkpoint. */
type Told = (story: EvidenceStory, commit: (item: string) => MadeCommit) => void;

/** A real repository, evidence folder and plan, with whatever records a story tells. */
export class CertificationDesk {
  readonly repo: TempRepository;
  readonly input: ProgramInput;
  /** Digests of the records of the rerun baseline, as its gate runs answered them. */
  private baseline: readonly string[] = [];

  private constructor(repo: TempRepository, input: ProgramInput) {
    this.repo = repo;
    this.input = input;
  }

  /** `more` are further lines of the policy. */
  static async open(more = ''): Promise<CertificationDesk> {
    const repo = await tempRepository({ 'sluice.yaml': `${POLICY}${more}` });
    const loaded = await loadProgram(repo.root);
    return new CertificationDesk(repo, await programInput(repo.root, loaded, 'queue'));
  }

  close(): void {
    this.repo.remove();
  }

  /** Appends a story to the log; the baseline's rerun, which comes last, is what the workflow knows. */
  async tell(told: Told): Promise<void> {
    const story = new EvidenceStory({ policyDigest: this.input.contract.policyDigest });
    told(story, (item) => {
      const parent = this.repo.git('rev-parse', 'HEAD');
      return { commit: this.repo.commitAll(item), parent };
    });
    await this.withDeps(async (deps) => {
      await deps.blobs.put(Buffer.alloc(0));
      const appended = await deps.log.append(story.records);
      this.baseline = appended
        .filter((_, place) => {
          const body = story.records[place]?.body;
          return body?.type === 'run' && body.stage === 'CERTIFICATION';
        })
        .map(({ sha256 }) => sha256);
    });
  }

  /** The lines of the log; `rewrite` puts others in their place, as somebody with the files could. */
  lines(): readonly string[] {
    return readFileSync(this.logPath, 'utf8').trimEnd().split('\n');
  }

  rewrite(lines: readonly string[]): void {
    writeFileSync(this.logPath, lines.map((line) => `${line}\n`).join(''));
    rmSync(join(this.evidenceDir, INDEX_FILE), { force: true });
  }

  /** Certifies from the files; a log that cannot even be opened is no certificate either. */
  async certify(
    counts: Partial<CertificationRequest['counts']> = {},
  ): Promise<Pick<CertificationResult, 'verdict' | 'reasons'>> {
    try {
      return await this.withDeps(async (deps) => certifyProgram(deps, this.request(counts)));
    } catch (error) {
      if (error instanceof Fault && error.kind === 'evidence') {
        return { verdict: 'NO_GO', reasons: [`${error.code}: ${error.message}`] };
      }
      throw error;
    }
  }

  /** What the newest certification's record lists. */
  async reservations(): Promise<readonly Reservation[]> {
    return this.withDeps(async ({ log }) => {
      const { total } = await log.list({ offset: 0, limit: 0 });
      const { records } = await log.list({ offset: total - 1, limit: 1 });
      const body = records[0]?.record.body;
      return body?.type === 'certification' ? (body.reservations?.listed ?? []) : [];
    });
  }

  private request(counts: Partial<CertificationRequest['counts']>): CertificationRequest {
    const { program, policyDigest, planDigest, branch, total } = this.input.contract;
    const commit = this.repo.git('rev-parse', 'HEAD');
    const tree = this.repo.git('rev-parse', 'HEAD^{tree}');
    const workflowId = `sluice/${program}`;
    const none = { items: total, done: 0, claimed: 0, deferred: 0, blocked: 0, open: 0 };
    return {
      program,
      workflowId,
      runId: 'run-1',
      key: `${workflowId}/certification/1`,
      branch,
      policyDigest,
      planDigest,
      atMs: Date.UTC(2026, 10, 21),
      baseline: this.baseline.map((recordSha256) => ({
        gate: 'certification/baseline',
        result: 'PASS',
        code: null,
        recordSha256,
        snapshot: { commit, tree, base: commit },
      })),
      counts: { ...none, ...counts },
      pending: [],
    };
  }

  private async withDeps<T>(
    work: (deps: Awaited<ReturnType<typeof openActivityDeps>>) => Promise<T>,
  ): Promise<T> {
    const { root } = this.repo;
    const environment = { ...process.env, HOME: root };
    const entries = buildHelperEntries();
    const deps = await openActivityDeps({ repository: root, fast: true, environment, entries });
    try {
      return await work(deps);
    } finally {
      await deps.close();
    }
  }

  private get evidenceDir(): string {
    return join(this.repo.root, '.sluice', 'evidence');
  }

  private get logPath(): string {
    return join(this.evidenceDir, LOG_FILE);
  }
}
