import { models } from './en/models.ts';
import { addWords } from './localization.ts';

// The list of models imports this file: its words come with it, not with the first page.
addWords(models);
