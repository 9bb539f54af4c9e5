import type { PlanWarning } from '../domain/backlog-plan.ts';
import type { BacklogItem } from '../domain/policy.ts';

/** Items without the dependencies that the backlog does not have, and a warning for each of those. */
export function withKnownDependencies(items: readonly BacklogItem[]): {
  readonly items: readonly BacklogItem[];
  readonly warnings: readonly PlanWarning[];
} {
  const known = new Set(items.map((item) => item.id));
  const warnings = items.flatMap(({ id, line, dependsOn }) =>
    dependsOn
      .filter((each) => !known.has(each))
      .map((each) => ({
        line,
        message: `${id} depends on ${each}, which is not in this document; nothing waits for it.`,
      })),
  );
  const kept = items.map((item) => ({
    ...item,
    dependsOn: item.dependsOn.filter((each) => known.has(each)),
  }));
  return { items: kept, warnings };
}
