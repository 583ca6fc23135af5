import { transcript } from './en/transcript.ts';
import { addWords } from './localization.ts';

// A chat, its columns and whatever draws Markdown import this file: their words come with them, not with the first page.
addWords(transcript);
