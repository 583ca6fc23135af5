export interface SessionRow {
  readonly id: string;
  readonly userId: string;
  readonly createdAt: number;
  readonly lastUsedAt: number;
  readonly expiresAt: number;
  readonly userAgent: string;
  readonly address: string;
}

export interface NewSession {
  readonly id: string;
  readonly userId: string;
  /** SHA-256 of the refresh token, hex. The token itself is never stored. */
  readonly refreshHash: string;
  readonly now: number;
  readonly expiresAt: number;
  readonly userAgent: string;
  readonly address: string;
  /** The oldest sessions beyond this many are ended. */
  readonly keepAtMost: number;
}

/** `reused`: a rotated token came back outside its grace; the session was ended by this very call. */
export type Rotation =
  | { readonly outcome: 'rotated' | 'repeated'; readonly session: SessionRow }
  | { readonly outcome: 'reused'; readonly sessionId: string }
  | { readonly outcome: 'unknown' | 'expired' };

/**
 * Sessions, each with a chain (family) of refresh tokens of which only hashes are stored.
 */
export interface SessionStore {
  createSession(session: NewSession): Promise<SessionRow>;
  /** Null when there is none, or it ended or expired. */
  getSession(id: string): Promise<SessionRow | null>;
  /** Live sessions of an account, last used first. */
  listSessions(userId: string): Promise<SessionRow[]>;
  /**
   * Exchanges a refresh token for its successor in one atomic step.
   * `rotated`: the current token was given; `nextHash` is now the current one.
   * `repeated`: the previous token was given within `graceMs` of its rotation and its successor has not been used: `nextHash`
   * replaces that successor (two tabs, or an answer that was lost); a successor replaced so counts like the previous token,
   * since two answers may reach a browser in either order. Otherwise an older token ends the whole session (`reused`).
   */
  rotateRefresh(input: {
    readonly presentedHash: string;
    readonly nextHash: string;
    readonly now: number;
    readonly graceMs: number;
    readonly expiresAt: number;
  }): Promise<Rotation>;
  /** Ends one session of the account; false when there was none. */
  endSession(userId: string, id: string): Promise<boolean>;
  /** Ends the session whose current or previous refresh token has this hash; its id, or null when there is none. */
  endSessionByRefresh(refreshHash: string): Promise<string | null>;
  /** Ends all sessions of the account but `exceptId`; returns the ended ids. */
  endSessions(userId: string, exceptId?: string): Promise<string[]>;
}
