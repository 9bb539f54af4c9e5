import { includesActor, isActor } from '../../domain/actor.ts';
import type { RecordBody } from '../../domain/evidence-record.ts';
import type { Policy, Roles } from '../../domain/policy.ts';
import type { Identity } from './report-entry.ts';
import type { ActorReport } from './report-model.ts';

/** Different names that are counted; anybody can send a message under any name. */
const ACTORS_MAX = 200;

type Deeds = Pick<ActorReport, 'submissions' | 'reviews' | 'decisions' | 'refused'>;
type Known = Open<Deeds> & { readonly name: string; signed: number };
type Open<T> = { -readonly [Key in keyof T]: T[Key] };

/** Counts who did what, while the log is read. */
export interface ActorTally {
  add(body: RecordBody, identity: Identity): void;
  actors(policy: Policy | null): readonly ActorReport[];
}

export function createActorTally(): ActorTally {
  const known = new Map<string, Known>();
  const deedsOf = (actor: string): Known | undefined => {
    // Two spellings of one actor are the same actor: see `sameActor`.
    const key = actor.toLowerCase();
    const found = known.get(key);
    if (found !== undefined || known.size >= ACTORS_MAX) return found;
    const made = { name: actor, submissions: 0, reviews: 0, decisions: 0, refused: 0, signed: 0 };
    known.set(key, made);
    return made;
  };
  return {
    add(body, identity) {
      if (!('actor' in body) || isEcho(body)) return;
      const deeds = deedsOf(body.actor);
      if (deeds === undefined) return;
      deeds[DEED_OF[body.type]] += 1;
      if (identity === 'verified') deeds.signed += 1;
    },
    actors: (policy) => {
      for (const actor of rolesIn(policy?.roles)) deedsOf(actor);
      return [...known.values()]
        .map(({ name, signed, ...deeds }): ActorReport => {
          const roles = rolesOf(name, policy?.roles);
          return { actor: name, identity: identityOfDeeds(signed, deeds), roles, ...deeds };
        })
        .toSorted((a, b) => (a.actor < b.actor ? -1 : 1));
    },
  };
}

function identityOfDeeds(signed: number, deeds: Deeds): ActorReport['identity'] {
  if (signed === 0) return 'claimed';
  const { submissions, reviews, decisions } = deeds;
  return signed === submissions + reviews + decisions ? 'verified' : 'partly verified';
}

/** What followed from a waiver by itself names its approver, who did nothing more. */
function isEcho(body: RecordBody): boolean {
  return body.type === 'waiver' && body.messageId === null;
}

const DEED_OF = {
  submission: 'submissions',
  verdict: 'reviews',
  talk: 'reviews',
  decision: 'decisions',
  register: 'decisions',
  'sign-off': 'decisions',
  refusal: 'refused',
  waiver: 'decisions',
} as const;

function rolesIn(roles: Roles | undefined): readonly string[] {
  if (roles === undefined) return [];
  return [...roles.implementers, ...roles.reviewers, ...roles.releaseLeads];
}

function rolesOf(actor: string, roles: Roles | undefined): ActorReport['roles'] {
  if (roles === undefined || !isActor(actor)) return [];
  return [
    ...(includesActor(roles.implementers, actor) ? (['implementer'] as const) : []),
    ...(includesActor(roles.reviewers, actor) ? (['reviewer'] as const) : []),
    ...(includesActor(roles.releaseLeads, actor) ? (['release lead'] as const) : []),
  ];
}
