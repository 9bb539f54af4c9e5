import { z } from 'zod';
import { BUDGET_RESULTS } from '../domain/measurement.ts';
import { ActorName, Text } from './field.schema.ts';

/** A number as one run of a gate gave it. */
export const MeasuredValue = z.strictObject({ name: Text, value: z.number() });

/** A number with all that it was judged by. */
export const Measurement = z.strictObject({
  name: Text,
  unit: Text,
  better: z.enum(['lower', 'higher']),
  owner: ActorName,
  value: z.number(),
  samples: z.array(z.number()),
  band: z.strictObject({ base: z.number(), low: z.number(), high: z.number() }),
  confirmation: z.strictObject({ value: z.number(), base: z.number() }).nullable(),
  result: z.enum(BUDGET_RESULTS),
});
