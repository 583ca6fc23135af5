import { useQuery } from '@tanstack/react-query';
import { useId, useState } from 'react';
import { useDebounced } from '../../../hooks/use-debounced.ts';
import { t } from '../../../localization/localization.ts';
import { ErrorNotice } from '../../ui/Notice.tsx';
import { TextField } from '../../ui/TextField.tsx';
import { peopleQuery } from './budgets-query.ts';

interface PersonFieldProps {
  /** The id of whoever is chosen; empty: nobody. */
  chosen: string;
  onChoose: (id: string) => void;
  error: string | undefined;
}

/** Finds a person by a part of their name or email and chooses them. */
export function PersonField({ chosen, onChoose, error }: PersonFieldProps) {
  const [text, setText] = useState('');
  const people = useQuery(peopleQuery(useDebounced(text.trim(), 200)));
  const group = useId();
  const found = people.data ?? [];
  return (
    <div className="grid gap-2">
      <TextField
        label={t('settings.budgets.findPerson')}
        type="search"
        value={text}
        autoComplete="off"
        takesFocus
        maxLength={200}
        onChange={(event) => setText(event.target.value)}
        // Enter looks for the person; the form is sent from further down.
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.preventDefault();
        }}
        error={error}
      />
      {people.isError ? <ErrorNotice error={people.error} onRetry={() => void people.refetch()} /> : null}
      <fieldset className="max-h-48 overflow-y-auto rounded-m border border-line px-1.5 py-1">
        <legend className="sr-only">{t('settings.budgets.person')}</legend>
        {found.map(({ id, name, email }) => (
          <label
            key={id}
            className="flex min-h-9 cursor-pointer items-center gap-2.5 rounded-s px-1.5 hover:bg-tint pointer-coarse:min-h-11"
          >
            <input
              type="radio"
              name={group}
              value={id}
              checked={id === chosen}
              onChange={() => onChoose(id)}
              className="size-4 shrink-0 accent-accent"
            />
            <bdi className="min-w-0 wrap-anywhere">
              {name} <span className="text-small text-text-soft">{email}</span>
            </bdi>
          </label>
        ))}
        <p role="status" className={found.length > 0 ? 'sr-only' : 'px-1.5 py-1 text-text-soft'}>
          {people.isSuccess ? t('settings.budgets.found', { count: found.length }) : ''}
        </p>
      </fieldset>
    </div>
  );
}
