import { fakeContract } from '../contract/fake-contract.ts';
import { createOpenAiResponsesProvider } from './create-openai-responses-provider.ts';

fakeContract('The OpenAI Responses adapter', createOpenAiResponsesProvider, (fake) => fake.openAiUrl);
