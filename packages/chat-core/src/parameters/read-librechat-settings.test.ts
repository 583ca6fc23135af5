import { expect, test } from 'vitest';
import { readLibreChatSettings, settingOfLibreChat } from './read-librechat-settings.ts';

test('reads a preset in the names of every age and provider', () => {
  expect(
    readLibreChatSettings({
      presetId: 'x',
      title: 'Poet',
      endpoint: 'openAI',
      model: 'gpt-4o',
      promptPrefix: 'Rhyme.',
      temperature: 0.7,
      top_p: '0.9',
      presence_penalty: 0.1,
      max_tokens: '2000',
      stop: ['END'],
      reasoning_effort: 'high',
      resendFiles: true,
      chatGptLabel: null,
    }),
  ).toEqual({
    model: { endpoint: 'openAI', id: 'gpt-4o' },
    refused: [],
    settings: {
      instructions: 'Rhyme.',
      temperature: 0.7,
      topP: 0.9,
      presencePenalty: 0.1,
      maxOutputTokens: 2000,
      stop: ['END'],
      reasoningEffort: 'high',
    },
  });
  expect(readLibreChatSettings({ thinking: false, system: 'Hi', maxOutputTokens: '', topK: 40, web_search: true }).settings).toEqual({
    instructions: 'Hi',
    topK: 40,
    thinkingBudget: 0,
    webSearch: true,
  });
});

test('names what cannot be held, and takes the rest', () => {
  expect(readLibreChatSettings({ temperature: 'hot', top_p: 7, verbosity: 'low', endpoint: 'a' })).toEqual({
    settings: { verbosity: 'low' },
    refused: ['temperature', 'top_p'],
  });
});

test('finds the setting behind a name', () => {
  expect(settingOfLibreChat('max_tokens')).toBe('maxOutputTokens');
  expect(settingOfLibreChat('resendFiles')).toBeUndefined();
});
