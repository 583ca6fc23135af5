import { useCallback, useLayoutEffect } from 'react';
import { useFileRules } from '../../hooks/use-file-rules.ts';
import { attachFiles, attachmentPlace, meetPlace, useAttachments, type Attachment } from '../../stores/attachments.ts';

const none: readonly Attachment[] = [];

export interface AttachmentsHere {
  readonly place: string;
  readonly attachments: readonly Attachment[];
  readonly attach: (files: readonly File[]) => void;
  /** All are there; also when there are none. */
  readonly complete: boolean;
  /** The endpoint takes files. */
  readonly taken: boolean;
}

/** What is attached in one chat of one account, held to the rules for an endpoint. */
export function useAttachmentsOf(accountId: string, chat: string, endpoint: string | undefined): AttachmentsHere {
  const place = attachmentPlace(accountId, chat);
  useLayoutEffect(() => meetPlace(place), [place]);
  const attachments = useAttachments((state) => state[place]) ?? none;
  const rules = useFileRules(endpoint);
  const attach = useCallback((files: readonly File[]): void => attachFiles(place, files, rules), [place, rules]);
  return { place, attachments, attach, taken: rules?.disabled !== true, complete: attachments.every(({ state }) => state === 'ready') };
}
