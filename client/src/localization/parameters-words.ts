import { parameters } from './en/parameters.ts';
import { addWords } from './localization.ts';

// The panel imports this file: its words come with it, not with the first page.
addWords(parameters);
