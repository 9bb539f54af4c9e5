import type { BacklogItem } from '../../../domain/policy.ts';
import type { Priority } from '../../../domain/priority.ts';

/** A backlog item for tests about order: only what it overrides matters. */
export function backlogItem(
  overrides: Partial<BacklogItem> & { readonly id: string },
): BacklogItem {
  return {
    title: overrides.id,
    priority: 9,
    profile: 'chore',
    dependsOn: [],
    tests: [],
    expect: 'assertion',
    line: 1,
    commands: { targeted: [], verify: [] },
    ...overrides,
  };
}

/** Items from lines such as `A P1 <- B C`, one a line, from line 1. */
export function backlogOf(text: string): readonly BacklogItem[] {
  return text
    .trim()
    .split('\n')
    .map((line, index) => {
      const [head = '', needs = ''] = line.split('<-');
      const [id = '', priority = 'P9'] = head.trim().split(/\s+/);
      const dependsOn = needs.trim() === '' ? [] : needs.trim().split(/\s+/);
      return backlogItem({
        id,
        priority: Number(priority.slice(1)) as Priority,
        dependsOn,
        line: index + 1,
      });
    });
}
