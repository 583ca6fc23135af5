import type { ConversationSettings, ModelRef } from '@parley/contracts';
import { t } from '../../localization/localization.ts';
import { useAttachments, type Attachment } from '../../stores/attachments.ts';
import { isSameModel } from '../../stores/chosen-model.ts';
import { settingsAlone } from '../../stores/presets.ts';
import { Button } from '../ui/Button.tsx';
import { Notice } from '../ui/Notice.tsx';
import { useNextContext, type Place } from './use-context-view.ts';
import { whatIsLost } from './what-is-lost.ts';

export interface LeftOutNoticeProps extends Place {
  /** Where files wait that would be sent. */
  attachmentPlace: string;
  /** What the chat will be asked with, of a chat that the server does not know yet; null: the server knows. */
  settings: ConversationSettings | null;
  /** The model of the answer above; null: there is none. */
  before: ModelRef | null;
  nameOf: (model: ModelRef) => string;
  /** Goes back to the model of the answer above. */
  onBack: (model: ModelRef) => void;
}

const noFiles: readonly Attachment[] = [];

/** Says, before anything is sent, what the model will not get of it: after a switch of model, and of files that are attached. */
export function LeftOutNotice({ attachmentPlace, settings, before, nameOf, onBack, ...place }: LeftOutNoticeProps) {
  const attached = useAttachments((state) => state[attachmentPlace]) ?? noFiles;
  const files = attached.flatMap(({ file }) => (file === null ? [] : [file.fileId]));
  const { model } = place;
  const switched = before !== null && model !== null && !isSameModel(before, model);
  const own = settings === null ? {} : settingsAlone(settings);
  const { data } = useNextContext(
    { ...place, draft: '', brief: true, files, ...(settings === null ? {} : { settings: own }) },
    switched || files.length > 0 || Object.keys(own).length > 0,
  );
  // What is known of the model before is nothing about this one.
  if (!data || model === null || !isSameModel(data.model, model)) return null;
  const lost = whatIsLost(data, { switched, begun: settings === null });
  if (lost.sentences.length === 0 && lost.next === null) return null;
  return (
    <Notice
      tone="plain"
      className="mb-2"
      title={t('context.left.title', { model: nameOf(model) })}
      actions={
        switched ? (
          <Button size="small" className="border-line-strong" onClick={() => onBack(before)}>
            {t('context.left.back', { model: nameOf(before) })}
          </Button>
        ) : null
      }
    >
      <ul className="max-h-32 list-disc overflow-y-auto ps-4.5">
        {lost.sentences.map((sentence) => (
          <li key={sentence} dir="auto">
            {sentence}
          </li>
        ))}
        {lost.next === null ? null : <li>{t(lost.next === 'summary' ? 'context.next.summary' : 'context.next.cut')}</li>}
      </ul>
    </Notice>
  );
}
