import '../../localization/transcript-words.ts';
import { ChevronLeft, ChevronRight, Download, Maximize, Minimize, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { usePictureUrl } from '../../hooks/use-picture-url.ts';
import { downloadFile } from '../../lib/file-content.ts';
import { t } from '../../localization/localization.ts';
import { hidePicture, turnPicture, useShownPicture } from '../../stores/shown-picture.ts';
import { Dialog } from '../ui/Dialog.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { attempt } from './say-failure.ts';

/** A picture over the whole page: fitted to it or in its real size, with those of the same message beside it. */
export function PictureDialog() {
  const { pictures, index } = useShownPicture();
  const part = pictures[index];
  const { url, missing, fail } = usePictureUrl(part?.fileId ?? '');
  const [real, setReal] = useState(false);
  useEffect(() => {
    const press = ({ key, altKey, ctrlKey, metaKey, target }: KeyboardEvent): void => {
      // A picture that is moved about keeps the arrows for itself.
      if (altKey || ctrlKey || metaKey || (target instanceof HTMLElement && target.dataset['moves'] === 'true')) return;
      if (key === 'ArrowRight') turnPicture(1);
      if (key === 'ArrowLeft') turnPicture(-1);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  if (part === undefined) return null;
  const { name, fileId } = part;
  const many = pictures.length > 1;

  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) hidePicture();
      }}
      title={name}
      hideTitle
      className="h-dvh max-h-none! rounded-none! border-0! desk:h-[96dvh] desk:w-[96vw] desk:rounded-l!"
    >
      <div className="flex min-h-0 flex-1 flex-col">
        <div className="flex items-center gap-1 border-b border-line py-1.5 ps-4 pe-2">
          <p role="status" className="sr-only">
            {many ? t('message.file.place', { name, index: String(index + 1), count: String(pictures.length) }) : name}
          </p>
          <p aria-hidden className="flex min-w-0 flex-1 gap-2 text-ui">
            <bdi className="truncate">{name}</bdi>
            {many ? (
              <span className="shrink-0 text-text-soft">
                {index + 1} / {pictures.length}
              </span>
            ) : null}
          </p>
          {many ? (
            <>
              <IconButton label={t('message.file.previous')} onClick={() => turnPicture(-1)}>
                <ChevronLeft aria-hidden />
              </IconButton>
              <IconButton label={t('message.file.next')} onClick={() => turnPicture(1)}>
                <ChevronRight aria-hidden />
              </IconButton>
            </>
          ) : null}
          <IconButton label={t(real ? 'message.file.fit' : 'message.file.real')} onClick={() => setReal(!real)}>
            {real ? <Minimize aria-hidden /> : <Maximize aria-hidden />}
          </IconButton>
          <IconButton label={t('message.file.download', { name })} onClick={() => attempt(downloadFile(fileId, name))}>
            <Download aria-hidden />
          </IconButton>
          <IconButton label={t('common.close')} onClick={hidePicture}>
            <X aria-hidden />
          </IconButton>
        </div>
        {/* What is larger than the window is moved about with the arrow keys too, once it has the focus. */}
        <div
          tabIndex={real ? 0 : -1}
          data-moves={real}
          className="grid min-h-0 flex-1 place-items-center overflow-auto bg-canvas outline-none focus-visible:outline-2"
        >
          {missing ? (
            <p role="alert" className="p-6 text-text-soft">
              {t('message.file.missing')}
            </p>
          ) : url === null ? null : (
            // The same as the button above, where a hand is already: those who do not point have that one.
            <button
              type="button"
              tabIndex={-1}
              onClick={() => setReal(!real)}
              className={real ? 'cursor-zoom-out' : 'size-full min-h-0 cursor-zoom-in'}
            >
              <img key={fileId} src={url} alt={name} onError={fail} className={real ? 'max-w-none' : 'size-full object-contain'} />
            </button>
          )}
        </div>
      </div>
    </Dialog>
  );
}
