import type { AccountService } from './accounts/account-service.ts';
import type { TermsService } from './accounts/terms-service.ts';
import type { ApiCallService } from './api-calls/api-call-service.ts';
import type { ApiKeyService } from './api-keys/api-key-service.ts';
import type { ChatService } from './chat/chat-service.ts';
import type { ContextService } from './context/context-service.ts';
import type { ConversationService } from './conversations/conversation-service.ts';
import type { EndpointService } from './endpoints/endpoint-service.ts';
import type { FileService } from './files/file-service.ts';
import type { ProbeService } from './models/probe-service.ts';
import type { OperatorNotices } from './system/operator-notices.ts';
import type { UsageService } from './usage/usage-service.ts';
import type { PresetService } from './presets/preset-service.ts';
import type { SystemService } from './system/system-service.ts';

/** The use cases of the house, as routes and sockets receive them. */
export interface Services {
  readonly accounts: AccountService;
  readonly apiCalls: ApiCallService;
  readonly apiKeys: ApiKeyService;
  readonly chat: ChatService;
  readonly context: ContextService;
  readonly conversations: ConversationService;
  readonly endpoints: EndpointService;
  readonly files: FileService;
  readonly notices: OperatorNotices;
  readonly probes: ProbeService;
  readonly presets: PresetService;
  readonly system: SystemService;
  readonly terms: TermsService;
  readonly usage: UsageService;
}
