import { RequestError, assertThat, protocolVersion, type HelloFrame } from '@parley/contracts';
import { createConnection, type Connection, type ConnectionContext } from './connection.ts';
import type { Authenticated } from './gateway-options.ts';
import type { Transport } from './transport.ts';

/** The admitted connections of this node. */
export interface Admission {
  /**
   * Lets a reader in, or throws the `RequestError` that says why not. Nothing is sent before it is let in. Null when the
   * peer was gone before that (`isGone`).
   */
  admit(hello: HelloFrame, transport: Transport, isGone: () => boolean): Promise<Connection | null>;
  /** Brings a newer token of the same person. Throws `auth.required` for anybody else's. */
  renew(connection: Connection, token: string): Promise<void>;
  leave(connection: Connection): void;
  readonly all: ReadonlySet<Connection>;
  readonly sockets: number;
  readonly users: number;
}

export function createAdmission(context: ConnectionContext): Admission {
  const { options, caps } = context;
  const all = new Set<Connection>();
  const perUser = new Map<string, number>();
  let sockets = 0;

  function count(connection: Connection, change: 1 | -1): void {
    if (connection.kind === 'socket') sockets += change;
    const { userId } = connection.who.actor;
    const next = (perUser.get(userId) ?? 0) + change;
    if (next === 0) perUser.delete(userId);
    else perUser.set(userId, next);
  }

  async function authenticate(token: string): Promise<Authenticated> {
    const who = await options.authenticate(token);
    assertThat(who !== null && who.expiresAt > options.now(), 'auth.required');
    return who;
  }

  return {
    async admit(hello, transport, isGone) {
      assertThat(hello.protocol === protocolVersion, 'realtime.protocol', { detail: `This server speaks protocol ${protocolVersion}.` });
      if (options.draining?.() === true) throw new RequestError('server.draining', { retryAfter: 1 });
      const who = await authenticate(hello.token);
      if (isGone()) return null;
      const { userId } = who.actor;
      assertThat((perUser.get(userId) ?? 0) < caps.socketsPerUser, 'realtime.too-many-sockets', {
        params: { max: caps.socketsPerUser },
        retryAfter: 30,
      });
      const connection = createConnection(context, transport, { token: hello.token, who });
      all.add(connection);
      count(connection, 1);
      return connection;
    },
    async renew(connection, token) {
      const who = await authenticate(token);
      assertThat(who.actor.userId === connection.who.actor.userId, 'auth.required');
      connection.renew(token, who);
    },
    leave(connection) {
      connection.dispose();
      if (all.delete(connection)) count(connection, -1);
    },
    all,
    get sockets() {
      return sockets;
    },
    get users() {
      return perUser.size;
    },
  };
}
