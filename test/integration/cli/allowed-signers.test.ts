import { expect, onTestFinished, test } from 'vitest';
import { errorOf, runSluice } from '../../support/sluice-cli.ts';
import { tempRepository } from '../../support/temp-repository.ts';

const POLICY = `version: 1
program: demo
roles:
  implementers: [agent:codex]
  reviewers: [human:bo]
  releaseLeads: [human:lea]
allowedSigners: allowed_signers
gates:
  verify: [make]
items:
  - { id: P0-001, title: One, priority: P0 }
`;

test.each([
  ['is missing', {}, 'allowed_signers:1:1'],
  [
    'has a slip in it',
    { allowed_signers: '# people\nhuman:bo ssh-ed25519\n' },
    'allowed_signers:2:1',
  ],
])(
  'a list of signers that %s is shown by the plan, with its place',
  async (_name, files, where) => {
    const repository = await tempRepository({ 'sluice.yaml': POLICY, ...files });
    onTestFinished(() => repository.remove());
    const run = await runSluice(['plan', '--json'], { cwd: repository.root });
    expect(run).toMatchObject({ exitCode: 2, stdout: '' });
    expect(JSON.stringify(errorOf(run))).toContain(where);
  },
);
