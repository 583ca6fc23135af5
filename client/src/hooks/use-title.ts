import { useEffect } from 'react';
import { t } from '../localization/localization.ts';

/** Names the page in the tab and the history: `<place> · Parley`. */
export function useTitle(place: string | undefined): void {
  useEffect(() => {
    document.title = place === undefined ? 'Parley' : t('page.title', { place, name: 'Parley' });
  }, [place]);
}
