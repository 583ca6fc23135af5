import path from 'node:path';
import type { Budget, ModelEntry, Probe } from '@parley/contracts';
import { z } from 'zod';

/** What the command line may ask a running server. One request a connection: a line of JSON, answered by another. */
export const controlRequestSchema = z.discriminatedUnion('command', [
  z.strictObject({ command: z.literal('status') }),
  /** `to`: an absolute path, as the server's machine has it. */
  z.strictObject({ command: z.literal('backup'), to: z.string().min(1).max(4_096) }),
  z.strictObject({ command: z.literal('decisions') }),
  z.strictObject({ command: z.literal('models.probe'), name: z.string().min(1).max(400).optional() }),
  z.strictObject({ command: z.literal('user.password'), email: z.string().min(1).max(320) }),
]);

export type ControlRequest = z.infer<typeof controlRequestSchema>;
export type ControlName = ControlRequest['command'];
export type RequestOf<Name extends ControlName> = Extract<ControlRequest, { command: Name }>;

/** What runs. Sizes are bytes, times milliseconds. */
export interface Status {
  readonly version: string;
  readonly pid: number;
  readonly node: string;
  readonly uptime: number;
  readonly store: string;
  readonly draining: boolean;
  readonly turns: { readonly running: number; readonly logs: number; readonly logBytes: number };
  readonly readers: { readonly sockets: number; readonly streams: number; readonly users: number };
  readonly memory: { readonly resident: number; readonly heap: number; readonly external: number };
}

export interface MadeBackup {
  readonly file: string;
  readonly bytes: number;
  /** ISO 8601. */
  readonly takenAt: string;
  readonly counts: { readonly accounts: number; readonly conversations: number; readonly messages: number; readonly running: number };
  /** Names of what is in it. */
  readonly members: number;
  /** Whether the secrets are files of the data folder, and so in it. */
  readonly hasSecrets: boolean;
}

/** What administrators decided, kept in the store. */
export interface Decided {
  readonly budgets: readonly Budget[];
  readonly models: readonly { readonly name: string; readonly facts: ModelEntry }[];
}

interface Results {
  readonly decisions: Decided;
  readonly status: Status;
  readonly backup: MadeBackup;
  readonly 'models.probe': readonly Probe[];
  readonly 'user.password': { readonly password: string };
}
export type ResultOf<Name extends ControlName> = Results[Name];

/** Throwing an `OperatorError` answers with its sentence. The signal ends work that nobody waits for any more. */
export type ControlCommands = {
  readonly [Name in ControlName]: (request: RequestOf<Name>, signal: AbortSignal) => Promise<ResultOf<Name>>;
};

export type ControlReply = { readonly result: unknown } | { readonly error: string };

/** Where a server listens for its command line. */
export const controlFile = (dataDir: string): string => path.join(dataDir, 'control.sock');
