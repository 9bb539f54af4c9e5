import { type Actor, isActor } from '../actor.ts';

/**
 * What belongs to one person, by actor: e-mail addresses and names as Git knows them, and other
 * actors that are the same person under another name.
 */
export type Identities = Readonly<Record<string, readonly string[]>>;

/** Authors of an item that are remembered; more than that no reviewer could tell apart either. */
export const AUTHORS_MAX = 200;

const AUTHOR = /^(.*?)\s*<([^<>]*)>\s*$/;

/** `Ana <ana@x.org>` as Git prints it, in lower case; text without a mail address is a name alone. */
function authorParts(author: string): { readonly name: string; readonly email: string } {
  const [, name = author, email = ''] = AUTHOR.exec(author) ?? [];
  return { name: name.trim().toLowerCase(), email: email.trim().toLowerCase() };
}

/** Everything that is known to be this person, in lower case: the actor, other actors, mails, names. */
function namesOf(identities: Identities, actor: Actor): ReadonlySet<string> {
  const names = new Set([actor.toLowerCase()]);
  const groups = Object.entries(identities).map(([owner, marks]) =>
    [owner, ...marks].map((each) => each.toLowerCase()),
  );
  // Each pass that finds something joins a group, so there are at most as many passes as groups.
  for (let before = -1; before < names.size;) {
    before = names.size;
    for (const group of groups) {
      if (group.some((each) => names.has(each))) for (const each of group) names.add(each);
    }
  }
  return names;
}

/**
 * Whether two actors are one person: the same name, or tied to each other by `identities`, also over
 * several steps.
 */
export function samePerson(identities: Identities | undefined, a: Actor, b: Actor): boolean {
  if (a.toLowerCase() === b.toLowerCase()) return true;
  return identities !== undefined && namesOf(identities, a).has(b.toLowerCase());
}

/** The actors without those who are a person that was named before them. */
export function distinctPersons(
  identities: Identities | undefined,
  actors: readonly Actor[],
): readonly Actor[] {
  return actors.filter(
    (actor, nth) => !actors.slice(0, nth).some((each) => samePerson(identities, each, actor)),
  );
}

/**
 * Whether an author of a commit is this actor. A mail address that `identities` lists belongs to
 * whom it is listed for, and to nobody else. Otherwise names decide, and rather once too often than
 * once too seldom: `human:ana` is taken for the author `Ana`, and for `ana@x.org`.
 */
export function wroteAs(identities: Identities | undefined, actor: Actor, author: string): boolean {
  const { name, email } = authorParts(author);
  const names = namesOf(identities ?? {}, actor);
  if (names.has(email) || names.has(author.toLowerCase())) return true;
  const isListed = Object.values(identities ?? {}).some((marks) =>
    marks.some((mark) => mark.toLowerCase() === email),
  );
  if (isListed && email !== '') return false;
  if (names.has(name)) return true;
  const local = email.split('@')[0] ?? '';
  // GitHub hides an address as `12345+ana@users.noreply.github.com`.
  const hidden = local.slice(local.indexOf('+') + 1);
  const spellings = new Set([name, email, local, hidden].map(bare));
  return [...names]
    .filter((each) => isActor(each))
    .map((each) => bare(each.slice(each.indexOf(':') + 1)))
    .some((own) => own !== '' && spellings.has(own));
}

/** Letters and digits alone: `Ana Lopez`, `ana.lopez` and `ana-lopez` are one spelling. */
function bare(text: string): string {
  return text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}
