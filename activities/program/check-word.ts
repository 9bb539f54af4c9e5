import { Fault } from '../../domain/fault.ts';
import type { Policy } from '../../domain/policy.ts';
import { readPayload } from '../../domain/word/read-payload.ts';
import type { WordCheckRequest, WordCheckResult } from '../../domain/word/signed-word.ts';
import { EMPTY_LOG } from '../../evidence/chain.ts';
import { parseAllowedSigners } from '../../evidence/word/allowed-signers.ts';
import { checkSignature } from '../../evidence/word/check-signature.ts';
import { checkWithKeygen } from '../../evidence/word/ssh-keygen.ts';
import type { ActivityDeps } from '../deps.ts';

/**
 * Checks a signed word with the `allowed_signers` that was pinned with the policy, whatever the file
 * says by now: by our own rules, which say why they refuse, and by the real ssh-keygen where it is
 * installed; both must agree. The log's head that the signer saw must be in the log.
 */
export async function checkWord(
  deps: Pick<ActivityDeps, 'blobs' | 'log'>,
  policy: Policy,
  request: WordCheckRequest,
): Promise<WordCheckResult> {
  const text = await pinnedSigners(deps, policy);
  if (text === null) return refused('the policy pins no `allowedSigners`');
  const signers = parseAllowedSigners(text);
  if (signers.kind === 'invalid') return refused(`line ${signers.line} of the signers is wrong`);
  const verdict = checkSignature(signers.signers, request);
  if (verdict.kind === 'bad') return refused(verdict.reason);
  const second = await checkWithKeygen(text, request);
  if (second.kind === 'bad') return refused(second.reason);
  if (second.kind === 'absent' && verdict.kind === 'undecided') {
    return refused('it was made with a certificate, and ssh-keygen is not installed here');
  }
  return (
    (await foreignHead(deps, request)) ?? { kind: 'verified', fingerprint: verdict.fingerprint }
  );
}

async function pinnedSigners(
  { blobs }: Pick<ActivityDeps, 'blobs'>,
  { allowedSigners }: Policy,
): Promise<string | null> {
  if (allowedSigners?.sha256 === undefined) return null;
  return (await blobs.read(allowedSigners.sha256)).toString('utf8');
}

function refused(reason: string): WordCheckResult {
  return { kind: 'refused', code: 'WORD_SIGNATURE_INVALID', facts: { reason } };
}

/** A head that this log never had: the signer was shown another log, or this one was written anew. */
async function foreignHead(
  { log }: Pick<ActivityDeps, 'log'>,
  { payload }: WordCheckRequest,
): Promise<WordCheckResult | null> {
  const head = readPayload(payload)?.head ?? null;
  if (head === null) return null;
  const { sha256, records } = head;
  if (records === 0 && sha256 === EMPTY_LOG.sha256) return null;
  const found = await log.read(sha256).catch((error: unknown) => {
    if (error instanceof Fault && error.kind === 'evidence') return null;
    throw error;
  });
  if (found?.seq === records) return null;
  return { kind: 'refused', code: 'WORD_HEAD_UNKNOWN', facts: { sha256, records } };
}
