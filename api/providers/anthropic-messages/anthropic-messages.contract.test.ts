import { fakeContract } from '../contract/fake-contract.ts';
import { createAnthropicMessagesProvider } from './create-anthropic-messages-provider.ts';

fakeContract('The Anthropic Messages adapter', createAnthropicMessagesProvider, (fake) => fake.url);
