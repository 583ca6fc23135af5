import { limits } from '@parley/contracts';
import { useLayoutEffect, useRef, useState } from 'react';
import { t } from '../../localization/localization.ts';
import { Button } from '../ui/Button.tsx';
import { fitHeight } from '../../lib/fit-height.ts';

export interface EditBoxProps {
  text: string;
  /** Files go with it, which need no words. */
  hasFiles?: boolean;
  /** Saves in place. Rejects with the refusal; the box stays open then. */
  onSave: (text: string) => Promise<void>;
  /** Sends it as another version; absent for answers. */
  onSend?: ((text: string) => Promise<void>) | undefined;
  onClose: () => void;
}

/** A message's text, open for editing. */
export function EditBox({ text, hasFiles = false, onSave, onSend, onClose }: EditBoxProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  const [value, setValue] = useState(text);
  const [busy, setBusy] = useState(false);
  const empty = value.trim() === '';

  useLayoutEffect(() => {
    if (field.current) fitHeight(field.current, 0.6);
  }, [value]);
  useLayoutEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);

  const mayGo = (action: EditBoxProps['onSave']): boolean => !empty || (hasFiles && action === onSend);
  const finish = (action: EditBoxProps['onSave']): void => {
    if (!mayGo(action) || busy) return;
    setBusy(true);
    action(empty ? '' : value).then(onClose, () => setBusy(false));
  };
  const first = onSend ?? onSave;

  return (
    <div className="w-full rounded-l border border-line bg-raised p-2 shadow-raised focus-within:border-line-strong">
      <textarea
        ref={field}
        dir="auto"
        value={value}
        rows={1}
        maxLength={limits.messageCharacters}
        aria-label={t('message.editLabel')}
        onChange={(event) => setValue(event.target.value)}
        onKeyDown={(event) => {
          if (event.nativeEvent.isComposing) return;
          if (event.key === 'Escape') {
            event.stopPropagation();
            onClose();
          }
          if (event.key === 'Enter' && (event.metaKey || event.ctrlKey)) {
            event.preventDefault();
            finish(first);
          }
        }}
        className="block w-full resize-none bg-transparent px-2.5 py-1.5 font-read text-read outline-none"
      />
      <div className="flex flex-wrap justify-end gap-2 p-1 pt-2">
        <Button look="quiet" onClick={onClose}>
          {t('common.cancel')}
        </Button>
        <Button look={onSend ? 'plain' : 'first'} disabled={empty} onClick={() => finish(onSave)}>
          {t('common.save')}
        </Button>
        {onSend ? (
          <Button look="first" disabled={!mayGo(onSend)} onClick={() => finish(onSend)}>
            {t('message.saveAndSend')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}
