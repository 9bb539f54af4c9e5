import type { Answer, ReviewMessage } from '../../domain/item/item-message.ts';
import type { ItemContract } from '../../domain/item/item-contract.ts';
import { viewOfItem } from '../../domain/item/item-view.ts';
import { payloadText } from '../../domain/word/judge-word.ts';
import {
  WORD_NAMESPACE,
  type WordPayload,
  type WordCheckRequest,
} from '../../domain/word/signed-word.ts';
import { ItemDesk } from './item-desk.ts';
import { itemContract, REVIEWER } from './item-fixture.ts';

/** An item whose policy has signers; signatures are made of paper, a worker says what they are worth. */
export class WordDesk extends ItemDesk {
  private nonces = 0;

  constructor(contract: Partial<ItemContract> = {}, approvals = 1) {
    super({ ...itemContract({ approvals }), signing: { required: [] }, ...contract });
  }

  /** A signed approval, as the CLI makes it; `edit` changes what was signed, `fields` what is sent. */
  signedApproval(
    fields: Partial<ReviewMessage> = {},
    edit: (payload: WordPayload) => WordPayload = (payload) => payload,
  ): ReviewMessage {
    const pass = { result: 'PASS', reason: null } as const;
    const sent: ReviewMessage = {
      type: 'review',
      messageId: this.nextId(),
      actor: REVIEWER,
      attempt: this.state.attempt,
      tree: this.state.candidate?.tree ?? '',
      verdict: 'APPROVED',
      gates: { P0: pass, P1: pass },
      findings: [],
      note: null,
      ...fields,
    };
    this.nonces += 1;
    const payload = edit({
      ...viewOfItem(this.contract, this.state).place,
      kind: WORD_NAMESPACE,
      message: { ...sent },
      head: null,
      nonce: this.nonces.toString(16).padStart(32, '0'),
    });
    return { ...sent, signature: { payload: payloadText(payload), sshsig: 'a signature' } };
  }

  /** The check that was asked for last. */
  get check(): WordCheckRequest {
    const command = this.commands.findLast((each) => each.type === 'checkWord');
    if (command === undefined) throw new Error('no check was asked for');
    return command.request;
  }

  get checks(): number {
    return this.commands.filter((each) => each.type === 'checkWord').length;
  }

  /** The worker finds the signature good. */
  verified(messageId = this.check.messageId): Answer | undefined {
    const result = { kind: 'verified', fingerprint: 'SHA256:abc' } as const;
    return this.feed({ type: 'wordChecked', messageId, result });
  }

  /** The worker finds the signature bad. */
  refuted(): Answer | undefined {
    const facts = { reason: 'the key is another' };
    const result = { kind: 'refused', code: 'WORD_SIGNATURE_INVALID', facts } as const;
    return this.feed({ type: 'wordChecked', messageId: this.check.messageId, result });
  }
}
