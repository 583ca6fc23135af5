import { anthropicModels } from './bundled/anthropic.ts';
import { demoModels } from './bundled/demo.ts';
import { googleModels } from './bundled/google.ts';
import { openAiModels } from './bundled/openai.ts';
import {
  cohereModels,
  deepSeekModels,
  groqModels,
  mistralModels,
  openModels,
  perplexityModels,
  togetherModels,
  xaiModels,
} from './bundled/others.ts';
import type { VendorData } from './model-data.ts';

/**
 * What this version brings along: list prices and limits as the vendors' own pages gave them on 29 November 2026, each file naming its pages.
 * They change; an administrator's words, the configuration and an endpoint's own list all come before them.
 */
export const bundledModels: readonly VendorData[] = [
  openAiModels,
  anthropicModels,
  googleModels,
  xaiModels,
  deepSeekModels,
  mistralModels,
  cohereModels,
  groqModels,
  perplexityModels,
  togetherModels,
  openModels,
  demoModels,
];
