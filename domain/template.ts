import type { Facts } from './judgement.ts';

/** `{name}` or `{name|what to say where the fact is absent}`. */
const PLACEHOLDER = /\{(\w+)(?:\|([^}]*))?\}/g;

/** Fills the placeholders of a template with facts; an absent fact without a default reads "unknown". */
export function fillTemplate(template: string, facts: Facts): string {
  return template.replace(PLACEHOLDER, (_whole, name: string, fallback?: string) => {
    const value = facts[name];
    if (value === undefined || value === null) return fallback ?? 'unknown';
    return Array.isArray(value) ? value.join(', ') : String(value);
  });
}
