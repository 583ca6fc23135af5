import type { Admission } from './admission.ts';
import type { GatewayOptions } from './gateway-options.ts';
import type { Connection } from './connection.ts';

/** Sessions asked about before the loop gets a turn. */
const slice = 50;

/**
 * Asks about every session again and again, once per session however many connections it has. A connection of a session
 * that ended is closed; when nobody can be asked, connections stay and the log says so.
 */
export function createSessionWatch(options: GatewayOptions, admission: Admission): () => Promise<void> {
  let running = false;

  async function stands(connection: Connection): Promise<boolean> {
    if (options.sessionAlive !== undefined) return options.sessionAlive(connection.who.actor);
    return (await options.authenticate(connection.token)) !== null;
  }

  function bySession(): Map<string, Connection[]> {
    const sessions = new Map<string, Connection[]>();
    for (const connection of admission.all) {
      const { sessionId } = connection.who.actor;
      const known = sessions.get(sessionId);
      if (known === undefined) sessions.set(sessionId, [connection]);
      else known.push(connection);
    }
    return sessions;
  }

  async function check(): Promise<void> {
    let asked = 0;
    for (const connections of bySession().values()) {
      if (asked++ % slice === slice - 1) await new Promise(setImmediate);
      const [one] = connections;
      if (one !== undefined && !(await stands(one))) for (const each of connections) each.close('auth.session-revoked');
    }
  }

  return async () => {
    if (running) return;
    running = true;
    try {
      await check();
    } catch (error) {
      options.logger.warn({ err: error }, 'Sessions of open connections could not be checked.');
    }
    running = false;
  };
}
