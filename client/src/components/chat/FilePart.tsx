import { isShownImage } from '@parley/chat-core';
import type { PartOf } from '@parley/contracts';
import { Download, FileText, ImageOff } from 'lucide-react';
import { usePictureUrl } from '../../hooks/use-picture-url.ts';
import { downloadFile } from '../../lib/file-content.ts';
import { formatBytes } from '../../lib/format-bytes.ts';
import { t } from '../../localization/localization.ts';
import { showPicture } from '../../stores/shown-picture.ts';
import { attempt } from './say-failure.ts';

type File = PartOf<'file'>;

/** The largest a picture is shown, in CSS pixels. */
const [widest, tallest] = [360, 360];

const download = ({ fileId, name }: File): void => attempt(downloadFile(fileId, name));

/** A file as a row, to be kept. */
function FileRow({ part, missing = false }: { part: File; missing?: boolean }) {
  const Icon = missing ? ImageOff : FileText;
  return (
    <button
      type="button"
      data-part="file"
      aria-label={t('message.file.download', { name: part.name })}
      onClick={() => download(part)}
      className="flex min-h-11 w-fit max-w-full items-center gap-2.5 rounded-m border border-line bg-canvas px-3 py-2 text-start text-ui transition-colors hover:border-line-strong"
    >
      <Icon aria-hidden className="size-5! shrink-0 text-text-soft" />
      <span className="min-w-0">
        <bdi className="block truncate">{part.name}</bdi>
        <span className="block text-small text-text-soft">{missing ? t('message.file.missing') : formatBytes(part.bytes)}</span>
      </span>
      <Download aria-hidden className="size-4! shrink-0 text-text-soft" />
    </button>
  );
}

/** As large as it will be, before it is there: nothing jumps. */
function placeOf({ width, height }: File): { width: number; aspectRatio: string } {
  const [w, h] = width === undefined || height === undefined ? [4, 3] : [width, height];
  const scale = width === undefined ? 60 : Math.min(1, widest / w, tallest / h);
  return { width: Math.max(44, Math.round(w * scale)), aspectRatio: `${w} / ${h}` };
}

function Picture({ part, beside, made }: FilePartProps) {
  const { url, missing, fail } = usePictureUrl(part.fileId);
  if (missing) return <FileRow part={part} missing />;
  return (
    <button
      type="button"
      data-part="file"
      aria-label={t('message.file.show', { name: part.name })}
      aria-haspopup="dialog"
      onClick={() => showPicture(beside.filter(isPicture), part.id)}
      style={placeOf(part)}
      className="block max-w-full cursor-zoom-in overflow-hidden rounded-m border border-line bg-tint"
    >
      {url === null ? null : (
        <img
          src={url}
          alt={made ? t('message.file.made', { name: part.name }) : part.name}
          className="size-full object-contain"
          decoding="async"
          onError={fail}
        />
      )}
    </button>
  );
}

const isPicture = (part: File): boolean => isShownImage(part.mediaType);

interface FilePartProps {
  part: File;
  /** All files of the message, itself among them. */
  beside: readonly File[];
  /** A model made it. */
  made?: boolean;
}

/** A file of a message: pictures are shown, and larger when they are pressed; everything else can be kept. */
export function FilePart(props: FilePartProps) {
  return isPicture(props.part) ? <Picture {...props} /> : <FileRow part={props.part} />;
}
