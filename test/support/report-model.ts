import type { BacklogItem, Policy } from '../../domain/policy.ts';
import { planOrder } from '../../domain/backlog-order.ts';
import type { PlannedItem } from '../../domain/plan-page.ts';
import { sha256Hex } from '../../evidence/sha256.ts';
import { parsePolicy } from '../../policy/parse-policy.ts';
import { buildReport, type ReportSources } from '../../report/model/build-report.ts';
import { createReportCollector } from '../../report/model/report-collector.ts';
import type { ReportModel } from '../../report/model/report-model.ts';
import type { EvidenceStory } from './evidence-story.ts';

/** A policy of three roles, whose gates are named red, targeted and verify. */
export const REPORT_POLICY = `version: 1
program: demo
roles:
  implementers: [agent:codex, human:ana]
  reviewers: [agent:claude, human:bo]
  releaseLeads: [human:lea]
baseline: [make doctor]
gates:
  red: { run: make red, report: junit, tests: ['test/**'] }
  targeted: { run: make targeted, report: junit }
  verify: [make verify]
  review: { gates: [P0, P1], approvals: 1 }
items:
`;

export interface PlannedWork {
  readonly policy: Policy;
  readonly items: readonly PlannedItem[];
}

/** The policy and the ordered plan of a document. */
export function plannedWork(text: string): PlannedWork {
  const parsed = parsePolicy(text, 'sluice.yaml');
  if (parsed.kind === 'invalid') throw new Error(JSON.stringify(parsed.problems));
  const order = planOrder(parsed.items, 'sluice.yaml');
  if (order.kind === 'invalid') throw new Error(JSON.stringify(order.problems));
  return { policy: parsed.policy, items: order.items };
}

/** Items of the policy above, by id and title; all are P1 and `tdd` unless they say otherwise. */
export function plannedItems(
  ...items: readonly (Partial<BacklogItem> & { readonly id: string })[]
): readonly PlannedItem[] {
  return items.map((item, index) => ({
    index,
    dependsOn: [],
    effectivePriority: item.priority ?? 1,
    item: {
      title: `Title of ${item.id}`,
      priority: 1,
      profile: 'tdd',
      dependsOn: [],
      tests: [],
      expect: 'assertion',
      line: 1,
      commands: { targeted: [], verify: [] },
      ...item,
    },
  }));
}

/** The report of a story, as if its log had been verified. */
export function reportOf(story: EvidenceStory, sources: Partial<ReportSources> = {}): ReportModel {
  const { policy } = plannedWork(`${REPORT_POLICY}  - { id: any, title: any }\n`);
  const items = sources.items ?? [];
  const planned = { program: story.program, items, policy, ...sources };
  const collector = createReportCollector(planned);
  const digests = story.records.map((record) => sha256Hex(record.scope.key));
  for (const [place, record] of story.records.entries()) {
    collector.add({ sha256: digests[place] ?? '', record });
  }
  const evidence = {
    ok: true,
    records: story.records.length,
    head: digests.at(-1) ?? '0'.repeat(64),
    anchors: 0,
    problems: [],
  };
  return buildReport(collector.collected, {
    planDigest: null,
    evidence,
    live: null,
    tip: null,
    madeAtMs: Date.parse('2026-11-23T12:00:00Z'),
    gaps: [],
    ...planned,
  });
}
