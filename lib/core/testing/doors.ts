/**
 * Who may pass a door:
 * - anyone: no sign-in is asked for
 * - member: any signed-in member, about nobody in particular
 * - own: the member it is about; for everyone else it does not exist
 * - own or admin: the member it is about, and admins
 * - inside: those who belong to the (closed) thing it is about; for everyone else it does not exist
 * - admin: admins
 */
export type Rule = "anyone" | "member" | "own" | "own or admin" | "inside" | "admin";

export type Door = {
  rule: Rule;
  /** A body that is valid, so that only the rule can refuse it. */
  body?: Record<string, unknown>;
  /** Whoever may pass is not sent through: it would end the world of the test. */
  final?: true;
};

/** The owner of everything, as a client of the API. */
export type Owner = { post: <T>(path: string, json?: unknown) => Promise<{ body: T }> };

/** Every door of a feature and who may pass it: its file is `testing/doors.ts`. */
export type FeatureDoors = {
  /** Endpoints below /api/v1, by method and path. */
  api?: Record<string, Door>;
  /** Events a client may send over either live transport. */
  live?: Record<string, Door>;
  /** Screens. A member's leads whoever is not signed in to sign in; an admin's does not exist for anyone else. */
  pages?: Record<string, Rule>;
  /** Makes something of the owner's: what fills the brackets of paths, and words that stand in nothing else. */
  prepare?: (owner: Owner) => Promise<{ ids: Record<string, string>; secrets: string[] }>;
};
