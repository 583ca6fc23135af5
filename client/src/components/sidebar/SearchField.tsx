import { Search, X } from 'lucide-react';
import type { RefObject } from 'react';
import { Kbd } from '../ui/Kbd.tsx';
import { IconButton } from '../ui/IconButton.tsx';
import { limits } from '@parley/contracts';
import { printKeys, shortcuts } from '../../lib/shortcuts.ts';
import { t } from '../../localization/localization.ts';

interface SearchFieldProps {
  field: RefObject<HTMLInputElement | null>;
  value: string;
  onChange: (value: string) => void;
}

/** Finds chats by their titles while the person writes. */
export function SearchField({ field, value, onChange }: SearchFieldProps) {
  return (
    <div className="relative mx-2.5 mt-0.5 mb-2 flex items-center rounded-m text-text-soft transition-colors has-[input:focus-visible]:outline-2 has-[input:focus-visible]:-outline-offset-2 has-[input:focus-visible]:outline-accent hover:bg-tint">
      <Search aria-hidden className="pointer-events-none absolute start-2.5" />
      <input
        ref={field}
        type="search"
        aria-label={t('sidebar.search')}
        placeholder={t('sidebar.search')}
        value={value}
        maxLength={limits.filterCharacters}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || value === '') return;
          event.preventDefault();
          event.stopPropagation();
          onChange('');
        }}
        className="peer min-h-9.25 w-full min-w-0 rounded-m bg-transparent ps-9.5 pe-2.5 text-text outline-none"
      />
      {value === '' ? (
        <Kbd
          className="pointer-events-none absolute end-2.5 text-text-soft peer-focus:hidden pointer-coarse:hidden"
          keys={printKeys(shortcuts.search)}
        />
      ) : (
        <IconButton
          label={t('sidebar.search.clear')}
          size="small"
          className="me-1"
          onClick={() => {
            onChange('');
            field.current?.focus();
          }}
        >
          <X aria-hidden />
        </IconButton>
      )}
    </div>
  );
}
