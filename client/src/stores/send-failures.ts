import { create } from 'zustand';
import type { AttachedFile } from '../lib/attached-file.ts';

export interface SendFailure {
  readonly error: unknown;
  /** What was not sent: it goes back into the composer. */
  readonly text: string;
  readonly files?: readonly AttachedFile[];
}

/** Messages that were not sent, by chat (`new` for the one that does not exist yet). */
export const useSendFailures = create<Readonly<Record<string, SendFailure | undefined>>>(() => ({}));

export const reportSendFailure = (chat: string, failure: SendFailure): void => useSendFailures.setState({ [chat]: failure });
export const clearSendFailure = (chat: string): void => useSendFailures.setState({ [chat]: undefined });
