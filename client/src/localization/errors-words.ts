import { errors } from './en/errors.ts';
import { addWords } from './localization.ts';

// The sidebar imports this file: whoever sees it is signed in, and can meet more than the door has sentences for.
addWords(errors);
