import { create } from 'zustand';
import type { RealtimeStatus } from '../lib/realtime/types.ts';

interface ConnectionState {
  /** How the live connection is doing; `idle` before anyone asked for one. */
  readonly status: RealtimeStatus | 'idle';
}

export const useConnection = create<ConnectionState>(() => ({ status: 'idle' }));
