import { Agent, buildConnector, type Dispatcher } from 'undici';
import { guardedConnect, type ConnectOptions } from './guarded-connect.ts';

/** The two pools of connections behind the door; they never mix. */
export interface Agents {
  /** Reaches public addresses alone. */
  readonly guarded: Dispatcher;
  /** Reaches whatever it is asked to: for pairs of the operator's allow-list. */
  readonly allowed: Dispatcher;
}

/** Opens no connection yet. */
export function createAgents(options: ConnectOptions): Agents {
  const pool = { allowH2: false, pipelining: 1, maxHeaderSize: 65_536 };
  return {
    guarded: new Agent({ ...pool, connect: guardedConnect(options) }),
    allowed: new Agent({ ...pool, connect: buildConnector({ timeout: options.connectMs, allowH2: false }) }),
  };
}
