import { resolveItemGates } from '../../domain/item/item-gates.ts';
import { canaryOf } from '../../domain/canary.ts';
import type { ItemContract } from '../../domain/item/item-contract.ts';
import type { Profile } from '../../domain/stage.ts';
import { withProtectedGate } from '../../domain/protected-set.ts';
import { GateDesk } from './gate-desk.ts';
import { ItemDesk } from './item-desk.ts';
import { itemContract } from './item-fixture.ts';

type Files = Readonly<Record<string, string>>;

const NODE_TEST =
  'node --test --test-reporter=junit --test-reporter-destination=\\"$SLUICE_REPORT\\"';

/** Tests run by Node itself; the test of the item must fail, then pass, and all must pass at the end. */
export const NODE_GATES = `{
  red: { run: "${NODE_TEST} $SLUICE_ITEM_TESTS", report: junit, tests: ["test/**"] },
  verify: { run: "${NODE_TEST}", report: junit } }`;

export const TEST_FILE = 'test/auth.test.mjs';

/** A test file of Node's runner, without imports of its own. */
export function nodeTest(body: string): string {
  return `import { test } from 'node:test';\nimport assert from 'node:assert';\n${body}\n`;
}

/** The honest test and the honest work, which cheats change in one way each. */
export const HONEST = {
  test: nodeTest(
    "import { add } from '../add.mjs';\ntest('adds', () => assert.strictEqual(add(1, 2), 3));\ntest('takes zero', () => assert.strictEqual(add(0, 0), 0));",
  ),
  before: 'export const add = (a, b) => 0;\n',
  after: 'export const add = (a, b) => a + b;\n',
} as const;

/** An item whose life is the real one, from its reducer to its processes; only the workflow is missing. */
export class CheatDesk implements AsyncDisposable {
  readonly gates: GateDesk;
  readonly item: ItemDesk;

  private constructor(gates: GateDesk, profile: Profile) {
    this.gates = gates;
    const { policy } = gates;
    const contract = itemContract({ profile });
    const canary = canaryOf(policy);
    const own: ItemContract = {
      ...contract,
      program: policy.program,
      gates: resolveItemGates(policy, contract.item),
      base: gates.base,
      item: { ...contract.item, tests: [TEST_FILE] },
      ...(canary === null ? {} : { canary: { ...canary, turn: 0 } }),
    };
    this.item = new ItemDesk(own);
  }

  static async open(
    options: { files?: Files; gates?: string; more?: string; profile?: Profile } = {},
  ): Promise<CheatDesk> {
    const { files = {}, gates = NODE_GATES, more = '', profile = 'tdd' } = options;
    const policy = `version: 1
program: demo
roles: { implementers: [agent:codex], reviewers: [agent:claude, human:bo], releaseLeads: [human:lea] }
gates: ${gates}
${more}
items: [{ id: P0-003, title: First }]
`;
    const all = { 'package.json': '{ "type": "module" }\n', 'add.mjs': HONEST.before, ...files };
    return new CheatDesk(await GateDesk.openWith(all, policy), profile);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.gates[Symbol.asyncDispose]();
  }

  private async runGates(): Promise<void> {
    while (this.item.state.turn.kind === 'gate' && this.item.state.hold === null) {
      const result = await this.gates.run(this.item.run);
      this.item.feed({ type: 'gateFinished', result });
    }
  }

  /** Submits the test, which must fail now. */
  async red(files: Files = { [TEST_FILE]: HONEST.test }): Promise<this> {
    this.gates.repository.write(files);
    this.item.red();
    await this.runGates();
    return this;
  }

  /** Submits the work; the code for which it came back, or null where it is under review. */
  async green(files: Files = {}, testsChanged?: string): Promise<string | null> {
    this.gates.repository.write({ 'add.mjs': HONEST.after, ...files });
    this.item.green(testsChanged === undefined ? {} : { testsChanged });
    await this.runGates();
    return this.answer;
  }

  get answer(): string | null {
    const { turn, setback } = this.item.state;
    return turn.kind === 'reviewer' ? null : (setback?.code ?? turn.kind);
  }

  /** Names of the gates that a reviewer has to mark. */
  get reviewGates(): readonly string[] {
    const { contract, state } = this.item;
    return withProtectedGate(contract, state).gates.review.gates;
  }
}
