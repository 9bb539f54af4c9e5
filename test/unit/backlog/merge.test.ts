import { expect, test } from 'vitest';
import { mergeBacklog } from '../../../domain/backlog-merge.ts';
import { backlogItem, backlogOf } from './backlog-item.ts';

test("the policy's entry replaces the tracker's item, at its place and line, and others follow", () => {
  const merged = mergeBacklog(backlogOf('A P1\nB P2\nC P3'), [
    backlogItem({ id: 'X', line: 40 }),
    backlogItem({ id: 'B', title: 'Better', priority: 0, line: 41 }),
  ]);
  expect(merged.map(({ id, title, line }) => `${id} ${title} ${line}`)).toEqual([
    'A A 1',
    'B Better 2',
    'C C 3',
    'X X 40',
  ]);
});
