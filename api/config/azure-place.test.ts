import { expect, test } from 'vitest';
import { azurePlace, deploymentOfModel } from './azure-place.ts';

const place = (more: Partial<Parameters<typeof azurePlace>[0]>) => azurePlace({ deployment: 'gpt-4o', key: 'k', ...more });

test.each([
  [
    'a resource by name',
    { instance: 'main', version: '2024-10-21' },
    'https://main.openai.azure.com/openai/deployments/gpt-4o?api-version=2024-10-21',
  ],
  [
    'a resource by its whole host',
    { instance: 'main.cognitiveservices.azure.com', version: '2024-10-21' },
    'https://main.cognitiveservices.azure.com/openai/deployments/gpt-4o?api-version=2024-10-21',
  ],
  ['no version', { instance: 'main' }, 'https://main.openai.azure.com/openai/v1'],
  [
    'the preview of the address without dates',
    { instance: 'main', version: 'preview' },
    'https://main.openai.azure.com/openai/v1?api-version=preview',
  ],
  [
    'an address that ends in v1',
    { baseUrl: 'https://main.openai.azure.com/openai/v1', version: '2024-10-21' },
    'https://main.openai.azure.com/openai/v1',
  ],
  [
    'the host of a resource alone',
    { baseUrl: 'https://main.openai.azure.com', version: '2024-10-21' },
    'https://main.openai.azure.com/openai/deployments/gpt-4o?api-version=2024-10-21',
  ],
  [
    'a gateway above the deployments',
    { baseUrl: 'https://gw.example/openai/deployments', version: '2024-10-21' },
    'https://gw.example/openai/deployments/gpt-4o?api-version=2024-10-21',
  ],
  [
    'a gateway with names to fill in',
    { baseUrl: 'https://gw.example/a/${INSTANCE_NAME}/${DEPLOYMENT_NAME}', instance: 'main', version: '2024-10-21' },
    'https://gw.example/a/main/gpt-4o?api-version=2024-10-21',
  ],
  [
    'an address that carries a query',
    { baseUrl: 'https://gw.example/d?x=1', version: '2024-10-21' },
    'https://gw.example/d/gpt-4o?x=1&api-version=2024-10-21',
  ],
])('knows where a deployment is: %s', (_, given, url) => {
  expect(place(given)).toEqual({ model: 'gpt-4o', key: 'k', baseUrl: url, keyHeaders: ['api-key'] });
});

test.each([
  ['a resource', { instance: 'main', version: '2024-10-21' }, 'https://main.openai.azure.com/openai/v1'],
  ['the preview', { instance: 'main', version: 'preview' }, 'https://main.openai.azure.com/openai/v1?api-version=preview'],
  ['a gateway above the deployments', { baseUrl: 'https://gw.example/openai/deployments' }, 'https://gw.example/openai/v1'],
  [
    'a gateway of its own',
    { baseUrl: 'https://gw.example/ai', version: '2025-04-01-preview' },
    'https://gw.example/ai?api-version=2025-04-01-preview',
  ],
])('knows where a deployment speaks Responses: %s', (_, given, url) => {
  const spoken = { model: 'gpt-4o', format: 'openai-responses', key: 'k', baseUrl: url, keyHeaders: ['api-key'] };
  expect(place({ ...given, responses: true })).toEqual(spoken);
});

test('takes the address of a serverless model as it is, and sends the key in both ways', () => {
  expect(place({ serverless: true, baseUrl: 'https://mistral.eastus2.models.ai.azure.com/v1', version: '2024-08-01' })).toMatchObject({
    baseUrl: 'https://mistral.eastus2.models.ai.azure.com/v1?api-version=2024-08-01',
    keyHeaders: ['authorization', 'api-key'],
  });
});

test.each([
  [{}],
  [{ instance: 'NP OpenAI' }],
  [{ instance: 'evil.example/' }],
  [{ baseUrl: 'file:///etc' }],
  [{ baseUrl: 'nowhere' }],
  [{ serverless: true, instance: 'main' }],
])('makes no address of %o', (given) => {
  expect(place(given)).toBeUndefined();
});

test('a name of a deployment cannot lead elsewhere', () => {
  expect(place({ deployment: '../../admin', instance: 'main', version: '2024-10-21' })?.baseUrl).toBe(
    'https://main.openai.azure.com/openai/deployments/..%2F..%2Fadmin?api-version=2024-10-21',
  );
  expect(deploymentOfModel('gpt-3.5-turbo')).toBe('gpt-35-turbo');
});
