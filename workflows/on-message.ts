import {
  ApplicationFailure,
  defineSignal,
  defineUpdate,
  setDefaultSignalHandler,
  setHandler,
} from '@temporalio/workflow';
import type { Answer } from '../domain/item/item-message.ts';
import { problemFacts, type Shaped } from '../domain/message/shape.ts';
import { rejectionText } from '../domain/rejection-text.ts';
import type { Facts } from '../domain/judgement.ts';

/** One message, by signal and by update, with one handler for both. */
export interface MessageHandler<M> {
  readonly name: string;
  readonly description: string;
  readonly shape: (raw: unknown) => Shaped<M>;
  /** Synchronous and total: it answers, it never throws. */
  readonly apply: (message: M) => Answer;
  /** A message whose shape is wrong: kept as refused, and the workflow goes on. */
  readonly malformed: (raw: unknown, facts: Facts) => void;
}

/** A signal by its name; `handle` is given whatever somebody sent, and never throws. */
export interface SignalHandler {
  readonly name: string;
  readonly description?: string;
  readonly handle: (raw: unknown) => void;
}

/**
 * Registers all messages of a workflow, both ways, and its other signals. A malformed update is
 * rejected by the validator before it enters history; a malformed signal is in history already, so
 * it is recorded as refused. What is well-formed but not allowed is an answer, not an error: it is
 * kept as evidence either way.
 */
export function onMessages<M>(
  messages: readonly MessageHandler<M>[],
  others: readonly SignalHandler[],
): void {
  onSignals([...messages.map(signalOf), ...others]);
  for (const message of messages) onUpdate(message);
}

/**
 * Signals may be there before the workflow's first task, such as a hold and its end. A default
 * handler is given them in the order in which they came; handlers by name in that of registration.
 */
function onSignals(signals: readonly SignalHandler[]): void {
  const byName = new Map(signals.map((signal) => [signal.name, signal]));
  setDefaultSignalHandler((name, raw) => byName.get(name)?.handle(raw));
  for (const { name, description = '', handle } of signals) {
    setHandler(defineSignal<[unknown]>(name), handle, { description });
  }
  setDefaultSignalHandler(undefined);
}

function signalOf<M>(message: MessageHandler<M>): SignalHandler {
  const { name, description } = message;
  return {
    name,
    description,
    handle: (raw) => {
      const shaped = message.shape(raw);
      if (shaped.ok) message.apply(shaped.value);
      else message.malformed(raw, problemFacts(shaped.problem));
    },
  };
}

function onUpdate<M>({ name, description, shape, apply }: MessageHandler<M>): void {
  setHandler(
    defineUpdate<Answer, [unknown]>(name),
    (raw) => {
      const shaped = shape(raw);
      // The validator ran just before on the same payload, so this cannot be malformed.
      return shaped.ok ? apply(shaped.value) : malformedAnswer(problemFacts(shaped.problem));
    },
    {
      description,
      validator: (raw) => {
        const shaped = shape(raw);
        if (!shaped.ok) throw malformedFailure(problemFacts(shaped.problem));
      },
    },
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
