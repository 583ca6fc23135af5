import { isShownImage } from '@parley/chat-core';
import { CircleAlert, FileText, Image, LoaderCircle, RotateCcw, X } from 'lucide-react';
import { formatBytes } from '../../lib/format-bytes.ts';
import { sentenceOf } from '../../lib/explain-error.ts';
import { t } from '../../localization/localization.ts';
import { detachFile, mayRetry, retryAttachment, type Attachment } from '../../stores/attachments.ts';
import { IconButton } from '../ui/IconButton.tsx';

function StateIcon({ attachment: { state, file } }: { attachment: Attachment }) {
  if (state === 'failed') return <CircleAlert aria-hidden className="size-4.5! shrink-0 text-bad" />;
  if (state === 'coming')
    return <LoaderCircle aria-hidden className="size-4.5! shrink-0 animate-spin text-text-soft motion-reduce:animate-none" />;
  const Icon = isShownImage(file?.mediaType ?? '') ? Image : FileText;
  return <Icon aria-hidden className="size-4.5! shrink-0 text-text-soft" />;
}

/** Where the focus goes when a file is taken off: to the file beside it, else to where one writes (not on touch, where that would open the keyboard). */
function focusBeside(button: HTMLButtonElement): void {
  const chip = button.closest('li');
  const beside = chip?.nextElementSibling ?? chip?.previousElementSibling;
  if (beside) beside.querySelector<HTMLElement>('button:last-of-type')?.focus();
  else if (window.matchMedia('(pointer: fine)').matches) button.form?.querySelector('textarea')?.focus();
}

function Chip({ place, attachment }: { place: string; attachment: Attachment }) {
  const { key, name, bytes, state, progress, error } = attachment;
  const percent = Math.round(progress * 100);
  return (
    <li
      className="relative flex min-h-11 max-w-full items-center gap-2 overflow-hidden rounded-m border border-line bg-canvas py-1 ps-3 pe-1 text-ui desk:max-w-80"
      data-state={state}
    >
      <StateIcon attachment={attachment} />
      <span className="min-w-0 flex-1">
        <bdi className="block truncate">{name}</bdi>
        {state === 'failed' ? (
          <span className="line-clamp-2 block text-small text-bad" role="alert">
            {sentenceOf(error)}
          </span>
        ) : (
          <span className="block text-small text-text-soft">
            {state === 'coming' ? t('composer.file.progress', { percent, size: formatBytes(bytes) }) : formatBytes(bytes)}
          </span>
        )}
      </span>
      {state === 'failed' && mayRetry(key) ? (
        <IconButton size="small" label={t('composer.file.retry', { name })} onClick={() => retryAttachment(place, key)}>
          <RotateCcw aria-hidden />
        </IconButton>
      ) : null}
      <IconButton
        size="small"
        label={t(state === 'coming' ? 'composer.file.cancel' : 'composer.file.remove', { name })}
        onClick={(event) => {
          focusBeside(event.currentTarget);
          detachFile(place, key);
        }}
      >
        <X aria-hidden />
      </IconButton>
      {state === 'coming' ? (
        <progress
          value={percent}
          max={100}
          aria-label={t('composer.file.label', { name })}
          className="file-progress absolute inset-x-0 bottom-0 h-0.5 w-full"
        />
      ) : null}
    </li>
  );
}

/** The files of the message that is being written, with how far they have come. */
export function AttachmentChips({ place, attachments }: { place: string; attachments: readonly Attachment[] }) {
  const coming = attachments.filter(({ state }) => state === 'coming').length;
  const ready = attachments.filter(({ state }) => state === 'ready').length;
  return (
    <>
      <p role="status" className="sr-only">
        {attachments.length === 0
          ? ''
          : coming > 0
            ? t('composer.files.coming', { count: coming })
            : t('composer.files.ready', { count: ready })}
      </p>
      {attachments.length === 0 ? null : (
        <ul aria-label={t('composer.files')} className="flex max-h-[30dvh] flex-wrap gap-1.5 overflow-y-auto pb-2">
          {attachments.map((attachment) => (
            <Chip key={attachment.key} place={place} attachment={attachment} />
          ))}
        </ul>
      )}
    </>
  );
}
