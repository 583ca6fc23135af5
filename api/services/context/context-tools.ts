import type { ConversationSettings, ModelRef } from '@parley/contracts';
import type { ContextStore } from '../../storage/ports/context.ts';
import type { ConversationStore } from '../../storage/ports/conversations.ts';
import type { MessageStore } from '../../storage/ports/messages.ts';
import type { SummaryRules } from '../../providers/port.ts';
import { ownSummaries } from './summary-rules.ts';
import { createCalibrations, type Calibrations } from './count/calibrations.ts';
import { createMessageCounts, type MessageCounts } from './count/message-counts.ts';
import { createTextCounter, type TextCounter } from './count/text-counter.ts';

export type ContextStorage = ContextStore & Pick<MessageStore, 'readBranch'> & Pick<ConversationStore, 'getConversation'>;

/** What contexts are built with: one of each in a process, so that what was counted once is known to all. */
export interface ContextTools {
  readonly storage: ContextStorage;
  readonly counter: TextCounter;
  readonly counts: MessageCounts;
  readonly calibrations: Calibrations;
  /** The operator's, as they are now. */
  readonly summaries: () => SummaryRules;
  /** What a model is asked with, of the settings of a chat: the operator may have fixed them. */
  readonly settingsFor: (ref: ModelRef, settings: ConversationSettings) => ConversationSettings;
}

/** `summaries` is Parley's own way when absent; without `settingsFor` settings are as they are. */
export function createContextTools(
  storage: ContextStorage,
  now: () => number,
  summaries = (): SummaryRules => ownSummaries,
  settingsFor: ContextTools['settingsFor'] = (_ref, settings) => settings,
): ContextTools {
  const counter = createTextCounter();
  return { storage, counter, counts: createMessageCounts(counter), calibrations: createCalibrations(storage, now), summaries, settingsFor };
}
