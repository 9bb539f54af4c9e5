import { ITEM_MESSAGE_TYPES } from '../domain/item/item-message.ts';
import { PROGRAM_MESSAGE_TYPES } from '../domain/program/program-message.ts';
import type { Finding } from './finding.ts';
import { quoted } from './found-text.ts';
import type { SoundParts } from './sound-parts.ts';

/** Whether what must be signed can be checked, and is something that somebody sends. */
export function checkSignatures({ document, keys }: SoundParts): readonly Finding[] {
  const { requireSignature, allowedSigners, roles = {} } = document;
  if (requireSignature === undefined) return [];
  const known = [...Object.keys(roles), ...ITEM_MESSAGE_TYPES, ...PROGRAM_MESSAGE_TYPES];
  const unknown = requireSignature.flatMap((name, nth) =>
    known.includes(name) ? [] : [unknownName(name, nth, [...new Set(known)])],
  );
  const isNamed = allowedSigners !== undefined || keys.has('allowedSigners');
  return isNamed ? unknown : [...unknown, NO_SIGNERS];
}

function unknownName(name: string, nth: number, known: readonly string[]): Finding {
  return {
    code: 'POLICY_INVALID',
    path: ['requireSignature', nth],
    at: 'value',
    expected: `a role or the type of a message: ${known.join(', ')}`,
    found: quoted(name),
    fix: 'Write one of these names.',
  };
}

const NO_SIGNERS: Finding = {
  code: 'POLICY_INVALID',
  path: ['requireSignature'],
  at: 'key',
  expected: '"allowedSigners:" beside it, to check signatures with',
  found: 'none',
  fix: 'Add "allowedSigners:" with the path of a file as ssh-keygen(1) describes it.',
};
