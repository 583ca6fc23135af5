import { create } from 'zustand';

/** How the live connection is doing: `connecting` is the first try, `reconnecting` a later one, `offline` when tries keep failing. */
export type ConnectionStatus = 'idle' | 'connecting' | 'open' | 'reconnecting' | 'offline';

interface ConnectionState {
  readonly status: ConnectionStatus;
  /** The build of the server as the connection named it, to notice a page that is out of date. */
  readonly build: string | undefined;
}

export const useConnection = create<ConnectionState>(() => ({ status: 'idle', build: undefined }));
