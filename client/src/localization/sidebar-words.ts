import { sidebar } from './en/sidebar.ts';
import { addWords } from './localization.ts';

// The sidebar, the bin and the archive import this file: their words come with them, not with the first page.
addWords(sidebar);
