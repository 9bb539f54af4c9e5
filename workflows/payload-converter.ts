import { defaultPayloadConverter, type PayloadConverter } from '@temporalio/common';

/** Stands for a payload that cannot be read; no message has this shape, so it is refused. */
const UNREADABLE = 'a payload that cannot be read';

/**
 * How workflows read payloads: as the SDK does, except that one which is no JSON at all is a value
 * that handlers refuse. The SDK would fail the workflow task, again and again, for ever.
 */
export const payloadConverter: PayloadConverter = {
  toPayload: (value, context, hint) => defaultPayloadConverter.toPayload(value, context, hint),
  fromPayload: (payload, context, hint) => {
    try {
      return defaultPayloadConverter.fromPayload(payload, context, hint);
    } catch {
      return UNREADABLE as never;
    }
  },
};
