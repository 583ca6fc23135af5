import type { Hint } from '@parley/contracts';
import { useConnection } from '../stores/connection.ts';
import { ApiError } from './api-error.ts';
import { createRealtimeClient, type RealtimeClient } from './realtime/create-realtime-client.ts';
import { getAccessToken, useSession } from './session.ts';
import { sync } from './sync-instance.ts';

type HintListener = (topic: string, hint: Hint) => void;

let instance: RealtimeClient | undefined;
const hintListeners = new Set<HintListener>();
const reconnectListeners = new Set<() => void>();

/** A token for the connection; null when the person has left. It waits while a session has expired. */
async function tokenOrNull(refused?: string): Promise<string | null> {
  try {
    return await getAccessToken(refused);
  } catch (error) {
    if (error instanceof ApiError && error.status === 401) return null;
    throw error;
  }
}

/** The page's one live connection, opened by the first who asks; it follows the person's own topic from the start. */
export function realtime(): RealtimeClient {
  if (instance) return instance;
  const shareKey = useSession.getState().account?.id;
  const client = createRealtimeClient({
    baseUrl: location.origin,
    getToken: tokenOrNull,
    onHint: (topic, hint) => {
      if (topic === 'user') sync.onHint(hint);
      for (const listener of hintListeners) listener(topic, hint);
    },
    onReconnect: () => {
      void sync.catchUp();
      for (const listener of reconnectListeners) listener();
    },
    onStatus: (status) => useConnection.setState({ status }),
    ...(shareKey === undefined ? {} : { shareKey }),
  });
  instance = client;
  client.follow('user', 0, { onEvents: () => undefined, onEnd: () => undefined });
  // A fresh token reaches the connection before the old one runs out.
  useSession.subscribe(({ status }) => {
    if (status === 'signed-in') client.renew();
  });
  return client;
}

/** Hears the hints of every topic this page follows, until the returned function is called. */
export function onHint(listener: HintListener): () => void {
  hintListeners.add(listener);
  return () => void hintListeners.delete(listener);
}

/** Hears of every connection that was opened: hints may have been missed before, so read again what is on show. */
export function onReconnect(listener: () => void): () => void {
  reconnectListeners.add(listener);
  return () => void reconnectListeners.delete(listener);
}
