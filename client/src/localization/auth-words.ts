import { auth } from './en/auth.ts';
import { addWords } from './localization.ts';

// Sign-in, registration and the terms import this file: their words come with them, not with the first page.
addWords(auth);
