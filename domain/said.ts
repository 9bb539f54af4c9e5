/** What a person reads about a refusal: what Sluice saw, and the next thing to do. */
export interface RejectionText {
  readonly message: string;
  readonly fix: string;
}

/** A text of the table, as templates of `template.ts`. */
export const said = (message: string, fix: string): RejectionText => ({ message, fix });
