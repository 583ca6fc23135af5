import type { Role } from '@parley/contracts';

/** Who is calling: the same whatever strategy proved it. */
export interface Actor {
  readonly userId: string;
  readonly sessionId: string;
  readonly role: Role;
}

/**
 * One way of proving who somebody is. `Credentials` is what the strategy takes (email and password, a bearer token, later an
 * OIDC callback); `Identity` is what it proves. Null means refused, for whatever reason, in the same time.
 */
export interface AuthStrategy<Credentials, Identity> {
  readonly name: string;
  authenticate(credentials: Credentials): Promise<Identity | null>;
}
