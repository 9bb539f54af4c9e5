import { z } from 'zod';
import { PolicyDocument } from './policy.schema.ts';

/**
 * The JSON Schema (draft 2020-12) of `sluice.yaml`, for completion and checks in editors. It says
 * what shape a policy has; `parsePolicy` checks besides how its parts fit together.
 */
export function policyJsonSchema(): Readonly<Record<string, unknown>> {
  const { $schema, ...schema } = z.toJSONSchema(PolicyDocument, { target: 'draft-2020-12' });
  return {
    $schema,
    title: 'Sluice policy',
    description: 'Who may do what, which commands are gates, limits, and where the backlog is.',
    ...schema,
  };
}

/** The schema as the text of `docs/sluice.schema.json`. */
export function policyJsonSchemaText(): string {
  return `${JSON.stringify(policyJsonSchema(), null, 2)}\n`;
}
