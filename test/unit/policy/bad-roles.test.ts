import { expect, test } from 'vitest';
import { policyText, problem, problemsOf, type BadPolicy } from './policy-text.ts';

const ACTOR = 'an actor such as human:ana, agent:codex or service:ci';

const roles = (mapping: string): string => policyText({ roles: mapping });

const CASES: readonly BadPolicy[] = [
  [
    'an actor without a kind',
    roles('{ implementers: [codex], reviewers: [agent:b], releaseLeads: [human:c] }'),
    problem('3:25', ACTOR, '"codex"', `Write ${ACTOR}.`),
  ],
  [
    'an actor of an unknown kind',
    roles('{ implementers: [bot:a], reviewers: [agent:b], releaseLeads: [human:c] }'),
    problem('3:25', ACTOR, '"bot:a"', `Write ${ACTOR}.`),
  ],
  [
    'no reviewers key',
    roles('{ implementers: [agent:a], releaseLeads: [human:c] }'),
    problem('3:1', 'a list of actors', 'nothing', 'Add "reviewers:" with a list of actors.'),
  ],
  [
    'no release lead',
    roles('{ implementers: [agent:a], reviewers: [agent:b], releaseLeads: [] }'),
    problem('3:71', 'at least one actor', '0 entries', 'Write at least one actor.'),
  ],
  [
    'an actor named twice in a role',
    roles('{ implementers: [agent:a], reviewers: [agent:b, agent:B], releaseLeads: [human:c] }'),
    problem(
      '3:56',
      'each actor once in a role, whatever the letter case',
      'agent:B for the second time',
      'Remove it.',
    ),
  ],
  [
    'a role for the name that Sluice itself speaks by',
    roles('{ implementers: [agent:a], reviewers: [service:Sluice], releaseLeads: [human:c] }'),
    problem(
      '3:47',
      'a person, an agent or another service',
      'service:Sluice',
      'Sluice speaks by this name itself. Give the service a name of its own.',
    ),
  ],
  [
    'a reviewer who is the only implementer',
    roles('{ implementers: [agent:a], reviewers: [agent:A], releaseLeads: [human:c] }'),
    problem(
      '3:35',
      'at least 1 reviewer for the work of some implementer, who may not review it',
      'agent:A for agent:a',
      'Add reviewers, or need fewer approvals.',
    ),
  ],
  [
    'a quorum larger than the reviewers',
    policyText({ gates: '{ verify: make, review: { approvals: 2 } }' }),
    problem(
      '3:35',
      'at least 2 reviewers for the work of some implementer, who may not review it',
      '1 reviewer',
      'Add reviewers, or need fewer approvals.',
    ),
  ],
];

test.each(CASES)('says where %s is and what to do', (_fact, text, ...problems) => {
  expect(problemsOf(text)).toEqual(problems);
});
