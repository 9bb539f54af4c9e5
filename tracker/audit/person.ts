const NOBODY =
  /^(?:[-–—?]*|n\/?a|none|nobody|unassigned|unknown|tbd|tba|todo|pending|open|\.{3}|…)$/i;

/** A person's or agent's name made comparable, or null where the text names nobody. */
export function personNamed(text: string | undefined): string | null {
  const name = (text ?? '')
    .trim()
    .replace(/^@/, '')
    .replace(/^(?:human|agent|service):/i, '')
    .toLowerCase();
  return NOBODY.test(name) ? null : name;
}
