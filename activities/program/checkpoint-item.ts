import type { Actor } from '../../domain/actor.ts';
import {
  type CheckpointRequest,
  type CheckpointResult,
  checkpointSubject,
} from '../../domain/checkpoint.ts';
import type { EvidenceRecord } from '../../domain/evidence-record.ts';
import type { Policy } from '../../domain/policy.ts';
import type { ActivityDeps } from '../deps.ts';
import { runKeyText } from '../gate/gate-record.ts';
import { type CheckpointCommitted, commitCheckpoint } from '../../git/checkpoint.ts';

/** Commits are made by Sluice for the implementer; actors have no mail addresses of their own. */
const COMMITTER = { name: 'Sluice', email: 'sluice@localhost' };
const ACTOR_MAIL_DOMAIN = 'actors.sluice.invalid';

/**
 * Commits the approved tree of an item exactly once and records it. The trailers name the digest of
 * the verdict's record, which the chain ties to all records before it; on a retry the verdict is
 * found by its key, so the commit is the same.
 */
export async function checkpointItem(
  deps: ActivityDeps,
  policy: Policy,
  request: CheckpointRequest,
): Promise<CheckpointResult> {
  const appended = await deps.log.append(request.pending);
  const verdict = appended.at(-1)?.sha256 ?? (await deps.log.head()).sha256;
  const answer = await commitCheckpoint(
    deps.repository,
    {
      scope: { program: request.program, item: request.item.id },
      branch: request.branch,
      approved: request.approved,
      message: checkpointSubject(request.item),
      trailers: trailersOf(request, verdict),
      author: authorOf(request.implementers),
      committer: COMMITTER,
      atMs: request.atMs,
      exclude: policy.exclude,
    },
    policy.signCheckpoints === true
      ? { ...deps.checkpoint, sign: deps.signCommit }
      : deps.checkpoint,
  );
  if (answer.kind !== 'committed') return answer;
  const [recorded] = await deps.log.append([recordOf(request, answer)]);
  const { kind, commit, tree, parent, carried } = answer;
  return { kind, commit, tree, parent, carried, recordSha256: recorded?.sha256 ?? '' };
}

function trailersOf(
  request: CheckpointRequest,
  evidence: string,
): readonly (readonly [string, string])[] {
  const { program, item, implementers, reviewers, approved, waivers = [] } = request;
  return [
    ['Sluice-Program', program],
    ['Sluice-Item', item.id],
    ...implementers.map((each) => ['Sluice-Implementer', each] as const),
    ...reviewers.map((each) => ['Sluice-Reviewer', each] as const),
    ...waivers.map((each) => ['Sluice-Waiver', each] as const),
    ...(request.solo === true ? ([['Sluice-Mode', 'solo']] as const) : []),
    ...(request.carriedFrom === undefined
      ? []
      : ([['Sluice-Verdict-From', request.carriedFrom]] as const)),
    ['Sluice-Tree', approved.tree],
    ['Sluice-Evidence', `sha256:${evidence}`],
  ];
}

function authorOf(implementers: readonly Actor[]): { name: string; email: string } {
  const [actor] = implementers;
  if (actor === undefined) return COMMITTER;
  const name = actor.slice(actor.indexOf(':') + 1);
  return { name, email: `${actor.replace(':', '.')}@${ACTOR_MAIL_DOMAIN}` };
}

function recordOf(request: CheckpointRequest, made: CheckpointCommitted): EvidenceRecord {
  const { program, item, key, atMs, policyDigest, branch, reviewers, implementers } = request;
  const { workflowId, runId, attempt } = key;
  const { commit, tree, parent } = made;
  return {
    scope: { program, item: item.id, workflowId, runId, key: runKeyText(key), atMs, policyDigest },
    body: {
      type: 'checkpoint',
      attempt,
      branch,
      commit,
      tree,
      parent,
      approvedTree: request.approved.tree,
      reviewers,
      implementers,
      ...(request.solo === true ? { solo: true as const } : {}),
      ...carriedOver(request, made),
    },
  };
}

/** The verdict was given on one tip and is committed on another: the tree is the same. */
function carriedOver(
  { carriedFrom, approved }: CheckpointRequest,
  { parent }: CheckpointCommitted,
): { readonly carriedOver?: { readonly from: string; readonly to: string } } {
  const from = carriedFrom ?? approved.base;
  return from === parent ? {} : { carriedOver: { from, to: parent } };
}
