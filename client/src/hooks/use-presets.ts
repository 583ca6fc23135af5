import { useQuery } from '@tanstack/react-query';
import { presetsQuery } from '../lib/presets-query.ts';

/** The person's presets and favourites. */
export const usePresets = () => useQuery(presetsQuery);
