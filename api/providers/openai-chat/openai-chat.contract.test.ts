import { fakeContract } from '../contract/fake-contract.ts';
import { createOpenAiChatProvider } from './create-openai-chat-provider.ts';

fakeContract('The Chat Completions adapter', createOpenAiChatProvider, (fake) => fake.openAiUrl);
