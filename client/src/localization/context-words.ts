import { context } from './en/context.ts';
import { addWords } from './localization.ts';

// The view of what is sent imports this file: its words come with it, not with the first page.
addWords(context);
