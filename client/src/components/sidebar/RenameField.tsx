import { limits } from '@parley/contracts';
import { useEffect, useRef } from 'react';
import { t } from '../../localization/localization.ts';

interface RenameFieldProps {
  title: string;
  /** With the new title, or undefined when the person gave up. Called once. */
  onDone: (title: string | undefined) => void;
}

/** A title being rewritten in place: Enter or leaving keeps it, Escape does not. */
export function RenameField({ title, onDone }: RenameFieldProps) {
  const field = useRef<HTMLInputElement>(null);
  const done = useRef(false);
  const finish = (value: string | undefined): void => {
    if (done.current) return;
    done.current = true;
    onDone(value);
  };
  useEffect(() => {
    field.current?.focus();
    field.current?.select();
  }, []);
  return (
    <input
      ref={field}
      type="text"
      dir="auto"
      defaultValue={title}
      maxLength={limits.titleCharacters}
      aria-label={t('chat.rename.title')}
      onBlur={(event) => finish(event.currentTarget.value)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return;
        if (event.key === 'Enter') finish(event.currentTarget.value);
        if (event.key === 'Escape') {
          event.stopPropagation();
          finish(undefined);
        }
      }}
      className="my-px w-full rounded-m border border-line-strong bg-raised px-2.25 py-1.25 -outline-offset-2"
    />
  );
}
