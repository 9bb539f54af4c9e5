import type { TextField } from './item-fields.ts';

const HASH = /\b[0-9a-f]{7,64}\b/i;
const ACTOR_KIND = /^(?:human|agent|service):/i;

/**
 * Whether two values of a field say the same although they are written differently: a short and a
 * full hash, `Codex` and `agent:codex`, `14 (2 skipped)` and `14`.
 */
export function sameText(field: TextField, a: string, b: string): boolean {
  switch (field) {
    case 'commit':
      return sameHash(a, b);
    case 'testsWritten':
    case 'testsPassing':
      return a === b || (/^\d/.test(a) && Number.parseInt(a, 10) === Number.parseInt(b, 10));
    case 'implementer':
    case 'reviewer':
      return nameOf(a) === nameOf(b);
    case 'reviewState':
      return (
        a.toUpperCase().replaceAll(/[\s-]+/g, '_') === b.toUpperCase().replaceAll(/[\s-]+/g, '_')
      );
    case 'deferredReason':
    case 'evidenceLink':
      return a === b;
  }
}

/** An actor as the document names people: without `agent:` unless it writes that itself. */
export function spellPerson(example: string, actor: string): string {
  return ACTOR_KIND.test(example) ? actor : actor.replace(ACTOR_KIND, '');
}

function nameOf(text: string): string {
  return text.replace(ACTOR_KIND, '').toLowerCase();
}

function sameHash(a: string, b: string): boolean {
  const [short, long] = [HASH.exec(a)?.[0] ?? '', HASH.exec(b)?.[0] ?? ''].sort(
    (x, y) => x.length - y.length,
  );
  return short !== undefined && short !== '' && (long ?? '').startsWith(short);
}
