import { Paperclip } from 'lucide-react';
import { useRef } from 'react';
import { t } from '../../localization/localization.ts';

/** Opens the browser's own choice of files, several at once. */
export function AttachButton({ onFiles }: { onFiles: (files: readonly File[]) => void }) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        multiple
        hidden
        data-attach
        onChange={(event) => {
          onFiles([...(event.target.files ?? [])]);
          // The same file may be chosen again.
          event.target.value = '';
        }}
      />
      <button
        type="button"
        aria-label={t('composer.attach')}
        data-tooltip={t('composer.attach')}
        onClick={() => input.current?.click()}
        className="composer-button text-text-soft hover:bg-tint hover:text-text"
      >
        <Paperclip aria-hidden />
      </button>
    </>
  );
}
