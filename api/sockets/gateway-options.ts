import { limits } from '@parley/contracts';
import type { Logger } from '../logger.ts';
import type { Bus, TurnLog } from '../realtime/ports.ts';
import type { Actor } from '../strategies/types.ts';

/** The caps of the gateway; `limits.ts` is their home, tests bring them within reach. */
export type GatewayLimits = {
  readonly [
    Name in
      | 'socketsPerUser'
      | 'socketsAwaitingHello'
      | 'framesAhead'
      | 'topicsPerSocket'
      | 'frameBytes'
      | 'helloWithin'
      | 'heartbeatEvery'
      | 'readerQueueBytes'
      | 'readerSilence'
      | 'coalesceWithin'
      | 'sessionRecheckEvery'
  ]: number;
};

export const gatewayLimits: GatewayLimits = limits;

/** Who a token speaks for, and until when (ms since the epoch). */
export interface Authenticated {
  readonly actor: Actor;
  readonly expiresAt: number;
}

export interface GatewayOptions {
  /** Null refuses the token, for whatever reason. Also called again every 5 s unless `sessionAlive` is given. */
  readonly authenticate: (token: string) => Promise<Authenticated | null>;
  /** Whether the session of an actor still stands: asked every 5 s, once per session. */
  readonly sessionAlive?: (actor: Actor) => Promise<boolean>;
  /** Whether the actor may follow `conversation:<id>` or `turn:<id>`. False for unknown and for foreign ones alike. */
  readonly mayFollow: (actor: Actor, topic: string) => Promise<boolean>;
  readonly turnLog: Pick<TurnLog, 'read'>;
  readonly bus: Pick<Bus, 'subscribe'>;
  /** Said in `welcome`; a client reloads once when it is another. */
  readonly build: string;
  readonly now: () => number;
  readonly logger: Logger;
  /** Whether a page of this origin may connect to this host. */
  readonly allowedOrigin: (origin: string | undefined, host: string | undefined) => boolean;
  /** True while the server stops: nobody new is let in. */
  readonly draining?: () => boolean;
  /** Hears of each reader that was cut as `realtime.slow-reader`. */
  readonly onSlowReader?: () => void;
  readonly limits?: Partial<GatewayLimits>;
}
