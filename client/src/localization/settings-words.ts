import { settings } from './en/settings.ts';
import { addWords } from './localization.ts';

// Settings, the palette and the shortcuts import this file: their words come with them, not with the first page.
addWords(settings);
