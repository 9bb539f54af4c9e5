import type { RunRecord } from '../../domain/evidence-record.ts';
import { WORD_NAMESPACE } from '../../domain/word/signed-word.ts';
import type { ItemProof } from './item-proof.ts';
import { linkFile } from './in-toto-metadata.ts';
import type {
  ArtifactRule,
  Artifacts,
  InTotoInspection,
  InTotoKey,
  InTotoLayout,
  InTotoLink,
  InTotoStep,
} from './in-toto-metadata.ts';

/** in-toto demands an end; the evidence itself has none. */
const EXPIRES = '2126-01-01T00:00:00Z';
const CHECKPOINT = 'checkpoint';
const RED_STEP = 'red';

/** The files of the trees that a proof speaks of, by their Git blobs. */
export interface ProofFiles {
  /** Test files when they were seen to fail; null where the item has no RED. */
  readonly redTests: ReadonlyMap<string, string> | null;
  /** Test files of the approved tree. */
  readonly approvedTests: ReadonlyMap<string, string>;
  readonly approved: ReadonlyMap<string, string>;
  readonly committed: ReadonlyMap<string, string>;
  /** Paths of both that the policy leaves out of a tree's identity: they are the branch's. */
  readonly excluded: ReadonlySet<string>;
}

/** Signed approvals as files beside the layout: `approval-1.json` and its `.sig`. */
export interface ApprovalFile {
  readonly name: string;
  readonly principal: string;
}

export interface ItemMetadata {
  readonly layout: InTotoLayout;
  readonly links: readonly InTotoLink[];
}

/**
 * The rules of one item as an in-toto layout, and what happened as its links: tests unchanged from
 * RED on, every gate on the approved tree with exit code 0, enough approvals by others than the
 * implementers, and the commit holding exactly the approved files.
 */
export function itemMetadata(
  proof: ItemProof,
  files: ProofFiles,
  how: {
    readonly key: InTotoKey;
    readonly approvals: readonly ApprovalFile[];
    readonly threshold: number;
    /** Who approved, as a sentence. */
    readonly rules: string;
  },
): ItemMetadata {
  const { key } = how;
  const fileOf = (step: string): string => linkFile(step, key.keyid);
  const { red, gates } = proof;
  const step = stepWith(key.keyid);
  const names = gates.map(({ run }) => run.gate);
  const last = names.at(-1) ?? RED_STEP;
  const steps = [
    ...(red === null
      ? []
      : [
          step({
            name: RED_STEP,
            expected_command: red.run.argv,
            expected_products: [['ALLOW', '*']],
          }),
        ]),
    ...gates.map(({ run }) =>
      step({
        name: run.gate,
        expected_command: run.argv,
        expected_materials: testRules(files),
        expected_products: [
          ['MATCH', '*', 'WITH', 'MATERIALS', 'FROM', run.gate],
          ['DISALLOW', '*'],
        ],
      }),
    ),
    step({
      name: CHECKPOINT,
      expected_products: checkpointRules(files, last),
    }),
  ];
  return {
    layout: {
      _type: 'layout',
      expires: EXPIRES,
      readme: `Item ${proof.item}: see README.md of the bundle. ${how.rules}`,
      keys: { [key.keyid]: key },
      steps,
      inspect: inspections(proof, [...(red === null ? [] : [RED_STEP]), ...names].map(fileOf), how),
    },
    links: linksOf(proof, files),
  };
}

/** The commit holds each approved file as it was, and nothing else, but for what is excluded. */
function checkpointRules(
  { approved, excluded }: ProofFiles,
  last: string,
): readonly ArtifactRule[] {
  const kept = [...approved.keys()].filter((path) => !excluded.has(path));
  return [
    ...kept.map((path) => ['REQUIRE', path]),
    ['MATCH', '*', 'WITH', 'PRODUCTS', 'FROM', last],
    ...[...excluded].map((path) => ['ALLOW', path]),
    ['DISALLOW', '*'],
  ];
}

type Expectation = Pick<InTotoStep, 'expected_command' | 'expected_materials'>;

function stepWith(keyid: string) {
  return (
    step: Pick<InTotoStep, 'name' | 'expected_products'> & Partial<Expectation>,
  ): InTotoStep => ({
    _type: 'step',
    expected_command: [],
    expected_materials: [],
    ...step,
    pubkeys: [keyid],
    threshold: 1,
  });
}

/** Each test file of RED is there and the same; no other test file is. */
function testRules({ redTests, approvedTests }: ProofFiles): readonly ArtifactRule[] {
  if (redTests === null) return [['ALLOW', '*']];
  const paths = [...new Set([...redTests.keys(), ...approvedTests.keys()])];
  return [
    ...[...redTests.keys()].map((path) => ['REQUIRE', path]),
    ...paths.flatMap((path) => [
      ['MATCH', path, 'WITH', 'PRODUCTS', 'FROM', RED_STEP],
      ['DISALLOW', path],
    ]),
    ['ALLOW', '*'],
  ];
}

function linksOf(proof: ItemProof, files: ProofFiles): readonly InTotoLink[] {
  const { red, gates, checkpoint } = proof;
  const approved = artifacts(files.approved);
  const { commit, tree, parent } = checkpoint;
  return [
    ...(red === null
      ? []
      : [link(RED_STEP, red.run, { materials: {}, products: artifacts(files.redTests) })]),
    ...gates.map(({ run }) => link(run.gate, run, { materials: approved, products: approved })),
    {
      _type: 'link',
      name: CHECKPOINT,
      command: [],
      materials: approved,
      products: artifacts(files.committed),
      byproducts: { 'return-value': 0, gitCommit: commit, gitTree: tree, parent },
      environment: {},
    },
  ];
}

function link(
  name: string,
  run: RunRecord,
  trees: { readonly materials: Artifacts; readonly products: Artifacts },
): InTotoLink {
  const { end, stdout, stderr } = run.outcome;
  const isSame = run.treeAfter === run.snapshot.tree;
  return {
    _type: 'link',
    name,
    command: run.argv,
    materials: trees.materials,
    products: isSame ? trees.products : {},
    byproducts: {
      'return-value': end.kind === 'exited' ? end.exitCode : null,
      result: run.result,
      stdout: { sha256: stdout.storedSha256 },
      stderr: { sha256: stderr.storedSha256 },
    },
    environment: {},
  };
}

function artifacts(files: ReadonlyMap<string, string> | null): Artifacts {
  return Object.fromEntries([...(files ?? [])].map(([path, gitBlob]) => [path, { gitBlob }]));
}

/*
 * What the inspections run, on the verifier's machine: programs in Python that read the files beside
 * the layout. No braces in them: in-toto formats the text of a command that failed.
 */

/** Each named link ended with 0, and RED with something else. */
const EXITS = `
import base64, json, sys
def end(name): return json.loads(base64.b64decode(json.load(open(name))['payload']))['byproducts']['return-value']
sys.exit(any((end(name) == 0) == name.startswith('red.') for name in sys.argv[1:]))
`;

/** One signed approval is of this program, item and tree, by this reviewer. */
const APPROVAL = `
import json, sys
word = json.load(open(sys.argv[1])); message = word['message']
said = [word['program'], word['item'], word['tree'], message['actor'].lower(), message['type'], message['verdict']]
sys.exit(said != sys.argv[2:] + ['review', 'APPROVED'])
`;

/** Enough different people approved, none of whom implemented. */
const QUORUM = `
import glob, json, sys
actors = set(json.load(open(name))['message']['actor'].lower() for name in glob.glob('approval-*.json'))
sys.exit(bool(actors & set(sys.argv[2:])) or len(actors) < int(sys.argv[1]))
`;

function inspections(
  { item, checkpoint, approvals }: ItemProof,
  links: readonly string[],
  how: { readonly approvals: readonly ApprovalFile[]; readonly threshold: number },
): readonly InTotoInspection[] {
  const exits = inspection('exit-codes', ['python3', '-c', EXITS, ...links]);
  // Approvals that nobody signed are the orchestrator's word alone, which no tool can check.
  if (how.approvals.length === 0) return [exits];
  const { program = '' } = approvals[0]?.record.scope ?? {};
  const meant = [program, item, checkpoint.approvedTree];
  // In solo mode implementers may approve; the checkpoint and its trailer say so.
  const barred = checkpoint.solo === true ? [] : checkpoint.implementers;
  const implementers = barred.map((each) => each.toLowerCase());
  const quorum = ['python3', '-c', QUORUM, String(how.threshold), ...implementers];
  return [
    exits,
    inspection('quorum', quorum),
    ...how.approvals.flatMap((approval) => approvalChecks(approval, meant)),
  ];
}

function approvalChecks(
  { name, principal }: ApprovalFile,
  meant: readonly string[],
): readonly InTotoInspection[] {
  const files = '-f allowed_signers -s "$2.sig" < "$2.json"';
  const signed = `ssh-keygen -Y verify -I "$1" -n ${WORD_NAMESPACE} ${files}`;
  const meaning = ['python3', '-c', APPROVAL, `${name}.json`, ...meant, principal.toLowerCase()];
  return [
    inspection(`${name}-signature`, ['sh', '-c', signed, 'sh', principal, name]),
    inspection(`${name}-meaning`, meaning),
  ];
}

function inspection(name: string, run: readonly string[]): InTotoInspection {
  return { _type: 'inspection', name, run, expected_materials: [], expected_products: [] };
}
