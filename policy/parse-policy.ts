import type { PlanWarning } from '../domain/backlog-plan.ts';
import { inDocumentOrder, type InputProblem } from '../domain/input-problem.ts';
import type { BacklogItem, Policy } from '../domain/policy.ts';
import { buildItem } from './build-item.ts';
import { buildPolicy } from './build-policy.ts';
import { checkDocument } from './check-document.ts';
import type { Finding, PathWarning } from './finding.ts';
import { POLICY_BYTES_MAX } from './policy-limits.ts';
import { PolicyDocument } from './policy.schema.ts';
import { shapeFindings } from './shape-finding.ts';
import { soundParts } from './sound-parts.ts';
import type { YamlProblem } from './yaml-rules.ts';
import { YamlSource } from './yaml-source.ts';

export type ParsedPolicy =
  | {
      readonly kind: 'ok';
      readonly policy: Policy;
      /**
       * The entries of `items:`, in the order of the file. Where `policy.backlog` names a tracker
       * document, they say more about its items: see `mergeBacklog`.
       */
      readonly items: readonly BacklogItem[];
      readonly warnings: readonly PlanWarning[];
    }
  | { readonly kind: 'invalid'; readonly problems: readonly InputProblem[] };

/**
 * Reads a policy. `text` is the content of `file`, whose name problems carry. All problems that can
 * be told apart are reported at once, in the order of the file, at most `INPUT_PROBLEMS_MAX` of
 * them; a text that is no YAML has only those of its YAML. Never throws for bad input.
 */
export function parsePolicy(text: string, file: string): ParsedPolicy {
  const bytes = byteLength(text);
  if (bytes > POLICY_BYTES_MAX) return { kind: 'invalid', problems: [tooLarge(bytes, file)] };
  const source = new YamlSource(text);
  if (source.problems.length > 0)
    return invalid(source.problems.map((problem) => yamlProblem(problem, source, file)));
  const shape = PolicyDocument.safeParse(source.value);
  const wrongShape = shape.success
    ? []
    : shape.error.issues.flatMap((issue) => shapeFindings(issue, source.value));
  if (wrongShape.some(({ path }) => path.length === 0))
    return invalid(wrongShape.map((finding) => inputProblem(finding, source, file)));
  const itemLine = (place: number): number => source.lineAt(['items', place]);
  const checked = checkDocument(soundParts(source.value, wrongShape, itemLine));
  const findings = [...wrongShape, ...checked.findings];
  if (!shape.success || findings.length > 0)
    return invalid(findings.map((finding) => inputProblem(finding, source, file)));
  const policy = buildPolicy(shape.data);
  const present = { red: policy.gates.red !== null, targeted: policy.gates.targeted !== null };
  return {
    kind: 'ok',
    policy,
    items: (shape.data.items ?? []).map((item, place) => buildItem(item, present, itemLine(place))),
    warnings: checked.warnings.map((warning) => planWarning(warning, source)),
  };
}

function invalid(problems: readonly InputProblem[]): ParsedPolicy {
  return { kind: 'invalid', problems: inDocumentOrder(problems) };
}

function inputProblem(finding: Finding, source: YamlSource, file: string): InputProblem {
  const { code, path, at, expected, found, fix, facts } = finding;
  return { code, file, ...source.placeAt(path, at), expected, found, fix, facts: facts ?? {} };
}

function yamlProblem(problem: YamlProblem, source: YamlSource, file: string): InputProblem {
  const { offset, ...said } = problem;
  return { code: 'POLICY_INVALID', file, ...source.placeOf(offset), ...said, facts: {} };
}

function planWarning({ path, message }: PathWarning, source: YamlSource): PlanWarning {
  return { line: source.placeAt(path, 'key').line, message };
}

/** Bytes of the text in UTF-8, without encoding what is certainly too much. */
function byteLength(text: string): number {
  if (text.length > POLICY_BYTES_MAX) return text.length;
  return new TextEncoder().encode(text).byteLength;
}

function tooLarge(bytes: number, file: string): InputProblem {
  return {
    code: 'POLICY_TOO_LARGE',
    file,
    line: 1,
    column: 1,
    expected: `at most ${POLICY_BYTES_MAX} bytes`,
    found: `${bytes} bytes`,
    fix: 'Move the items to a tracker document and name it with `backlog:`.',
    excerpt: '',
    facts: { bytes, bytesMax: POLICY_BYTES_MAX },
  };
}
