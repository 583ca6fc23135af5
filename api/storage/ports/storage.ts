import type { ApiKeyStore } from './api-keys.ts';
import type { ContextStore } from './context.ts';
import type { ConversationStore } from './conversations.ts';
import type { FileStore } from './files.ts';
import type { InstallationStore } from './installation.ts';
import type { KeyStore } from './keys.ts';
import type { MessageStore } from './messages.ts';
import type { NodeStore } from './nodes.ts';
import type { PresetStore } from './presets.ts';
import type { SessionStore } from './sessions.ts';
import type { TurnStore } from './turns.ts';
import type { DecisionStore, UsageStore } from './usage.ts';
import type { UserStore } from './users.ts';

/** Everything that is kept. Acknowledged writes survive `kill -9` and, where the disk is honest, loss of power. */
export interface Storage
  extends
    UserStore,
    SessionStore,
    KeyStore,
    ApiKeyStore,
    PresetStore,
    ConversationStore,
    MessageStore,
    TurnStore,
    ContextStore,
    FileStore,
    InstallationStore,
    UsageStore,
    DecisionStore,
    AsyncDisposable {
  /** A short description for the start line and for `doctor`, such as `SQLite data/parley.db`. */
  readonly description: string;
  /** Null: no other process can have this store open, and whatever another one left in it is of the dead. */
  readonly nodes: NodeStore | null;
  /** Resolves when reads and writes are carried out now; changes nothing. Asked by readiness, about once a second. */
  ping?(): Promise<void>;
}
