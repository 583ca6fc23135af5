import { useCallback, useLayoutEffect } from 'react';
import { attachFiles, attachmentPlace, meetPlace, useAttachments, type Attachment } from '../../stores/attachments.ts';

const none: readonly Attachment[] = [];

export interface AttachmentsHere {
  readonly place: string;
  readonly attachments: readonly Attachment[];
  readonly attach: (files: readonly File[]) => void;
  /** All are there; also when there are none. */
  readonly complete: boolean;
}

/** What is attached in one chat of one account. */
export function useAttachmentsOf(accountId: string, chat: string): AttachmentsHere {
  const place = attachmentPlace(accountId, chat);
  useLayoutEffect(() => meetPlace(place), [place]);
  const attachments = useAttachments((state) => state[place]) ?? none;
  const attach = useCallback((files: readonly File[]): void => attachFiles(place, files), [place]);
  return { place, attachments, attach, complete: attachments.every(({ state }) => state === 'ready') };
}
