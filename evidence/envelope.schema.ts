import { z } from 'zod';
import { IN_TOTO_PAYLOAD_TYPE } from './dsse.ts';

/** The shape of one line of the log: a DSSE envelope with one signature. */
export const Envelope = z.strictObject({
  payload: z.string(),
  payloadType: z.literal(IN_TOTO_PAYLOAD_TYPE),
  signatures: z.tuple([z.strictObject({ keyid: z.string(), sig: z.string() })]),
});
