import { join } from 'node:path';
import type { Facts } from '../../domain/judgement.ts';
import { type PolicyChange, policyChanges } from '../../domain/policy-change.ts';
import { maskUnsafe } from '../../domain/safe-text.ts';
import { openBlobStore } from '../../evidence/blob-store.ts';
import {
  createPolicyReader,
  PINNED_POLICY_BYTES_MAX,
  storedText,
} from '../../evidence/stored-policy.ts';
import { Fault } from '../../domain/fault.ts';
import type { CommandInput, CommandOutput } from '../command.ts';
import { editedPolicy } from '../edited-policy.ts';
import { requiredText } from '../options.ts';
import { fileOf } from '../policy-drift.ts';
import { sendMessage } from '../send.ts';
import { rememberProgram, type Session } from '../session.ts';

/**
 * `sluice decide accept-policy`: puts the edited `sluice.yaml` in the place of the pinned policy, for
 * items that start from now on. With `--dry-run` it only shows what would change.
 */
export async function acceptPolicy(input: CommandInput, session: Session): Promise<CommandOutput> {
  const { root, stateDir, program } = session;
  const isDry = input.options['dryRun'] === true;
  const reason = isDry ? '' : requiredText(input, 'reason', '--reason');
  const gateway = await session.gateway();
  const view = await gateway.board(program, { offset: 0, limit: 0 });
  const from = view.policyDigest;
  const blobs = await openBlobStore(join(stateDir, 'evidence'));
  const pinned = await createPolicyReader(blobs)(from);
  const edited = await editedPolicy(root, pinned);
  const bytes = Buffer.byteLength(storedText(edited.policy));
  if (bytes > PINNED_POLICY_BYTES_MAX) {
    const facts = { bytes, bytesMax: PINNED_POLICY_BYTES_MAX };
    throw new Fault({ code: 'POLICY_TOO_LARGE', facts });
  }
  const changes = policyChanges(pinned, edited.policy);
  const shown = { program, from, to: edited.digest, changes };
  if (isDry) {
    const data = { ...shown, accepted: false, keep: [] };
    return { kind: 'policy', data, text: changesText(changes, 'Nothing was sent.') };
  }
  const digest = await edited.store(blobs);
  const body = { digest, reason };
  const answer = await sendMessage(input, session, { item: null, type: 'acceptPolicy', body });
  const policyFile = await fileOf(root);
  await rememberProgram(stateDir, program, {
    planDigest: view.planDigest,
    policyDigest: digest,
    policyFile,
  });
  const facts: Facts = answer.kind === 'accepted' ? answer.facts : {};
  const { keep = [] } = facts;
  const data = { ...shown, accepted: true, keep, answer };
  return { kind: 'policy', data, text: changesText(changes, acceptedText(digest, keep)) };
}

const DIGEST_CHARS = 12;

function acceptedText(digest: string, keep: Facts[string]): string {
  const items = Array.isArray(keep) ? keep.map(String) : [];
  const kept =
    items.length === 0
      ? ''
      : ` What already runs keeps the policy that it started with: ${items.join(', ')}.`;
  return `The policy ${digest.slice(0, DIGEST_CHARS)} is in force for what starts from now on.${kept}`;
}

function changesText(changes: readonly PolicyChange[], end: string): string {
  const lines = changes.map(
    ({ path, before, after }) => `${path}: ${before ?? '(nothing)'} → ${after ?? '(nothing)'}`,
  );
  const none = 'sluice.yaml says what the policy in force says.';
  return maskUnsafe([...(lines.length === 0 ? [none] : lines), end].join('\n'));
}
