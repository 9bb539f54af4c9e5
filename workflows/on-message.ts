import { ApplicationFailure, defineSignal, defineUpdate, setHandler } from '@temporalio/workflow';
import type { Answer } from '../domain/item/item-message.ts';
import { problemFacts, type Shaped } from '../domain/message/shape.ts';
import { rejectionText } from '../domain/rejection-text.ts';
import type { Facts } from '../domain/judgement.ts';

/** One message, by signal and by update, with one handler for both. */
export interface MessageHandler<M> {
  readonly name: string;
  readonly description: string;
  shape(raw: unknown): Shaped<M>;
  /** Synchronous and total: it answers, it never throws. */
  apply(message: M): Answer;
  /** A message whose shape is wrong: kept as refused, and the workflow goes on. */
  malformed(raw: unknown, facts: Facts): void;
}

/**
 * Registers both ways. A malformed update is rejected by the validator before it enters history; a
 * malformed signal is in history already, so it is recorded as refused. What is well-formed but not
 * allowed is an answer, not an error: it is kept as evidence either way.
 */
export function onMessage<M>(handler: MessageHandler<M>): void {
  const { name, description } = handler;
  setHandler(
    defineUpdate<Answer, [unknown]>(name),
    (raw) => {
      const shaped = handler.shape(raw);
      // The validator ran just before on the same payload, so this cannot be malformed.
      return shaped.ok
        ? handler.apply(shaped.value)
        : malformedAnswer(problemFacts(shaped.problem));
    },
    {
      description,
      validator: (raw) => {
        const shaped = handler.shape(raw);
        if (!shaped.ok) throw malformedFailure(problemFacts(shaped.problem));
      },
    },
  );
  setHandler(
    defineSignal<[unknown]>(name),
    (raw) => {
      const shaped = handler.shape(raw);
      if (shaped.ok) handler.apply(shaped.value);
      else handler.malformed(raw, problemFacts(shaped.problem));
    },
    { description },
  );
}

function malformedAnswer(facts: Facts): Answer {
  return { kind: 'refused', code: 'MALFORMED_MESSAGE', facts };
}

function malformedFailure(facts: Facts): ApplicationFailure {
  const { message, fix } = rejectionText('MALFORMED_MESSAGE', facts);
  return ApplicationFailure.create({
    type: 'MALFORMED_MESSAGE',
    message: `${message} ${fix}`,
    nonRetryable: true,
    details: [facts],
  });
}
