import { expect, test } from 'vitest';

import { backlogOf, TITLE_CHARS_MAX } from '../../../tracker/backlog-of.ts';
import { documentOf, fixtureText } from '../../support/tracker-text.ts';

const document = documentOf(fixtureText('numbered-plan.md'));
const shown = { profile: 'chore', commandsFromTracker: 'show' } as const;

test('commands of a document are shown, and run only where the policy allows it', () => {
  const silent = backlogOf(document, shown);
  expect(silent.items.map((item) => item.commands)).toEqual([
    { targeted: [], verify: [] },
    { targeted: [], verify: [] },
  ]);
  expect(silent.commands.get('P0-002')).toEqual([
    'node --check sum.js',
    'node --check difference.js',
  ]);
  const allowed = backlogOf(document, { ...shown, commandsFromTracker: 'allow' });
  expect(allowed.items[1]?.commands.verify).toEqual([
    { shell: 'node --check sum.js' },
    { shell: 'node --check difference.js' },
  ]);
});

test('a command with control characters never runs', () => {
  const plan = fixtureText('numbered-plan.md').replaceAll('node --check sum.js', 'make \u0007x');
  const backlog = backlogOf(documentOf(plan), { ...shown, commandsFromTracker: 'allow' });
  expect(backlog.items[1]?.commands.verify).toEqual([{ shell: 'node --check difference.js' }]);
});

test('items keep line, priority and profile, and what is done is claimed', () => {
  const { items, tracked, claimed } = backlogOf(document, shown);
  expect(items[1]).toMatchObject({ id: 'P0-002', line: 16, priority: 0, profile: 'tdd' });
  expect(tracked.get('P0-001')).toEqual({
    phase: null,
    status: 'done',
    stage: null,
    checklist: { done: 4, open: 0 },
  });
  expect([...claimed]).toEqual(['P0-001']);
});

test('a document that tells no profile leaves it to the policy', () => {
  const { items } = backlogOf(documentOf(fixtureText('checkbox-list.md')), shown);
  expect(items.map((item) => item.profile)).toEqual(['chore', 'chore', 'chore']);
});

test('a title is cut where it is longer than a title can be', () => {
  const { items } = backlogOf(documentOf(`- [ ] ${'long '.repeat(100)}\n`), shown);
  expect(items[0]?.title).toHaveLength(TITLE_CHARS_MAX);
});
