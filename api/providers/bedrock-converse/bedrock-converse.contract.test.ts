import { fakeContract } from '../contract/fake-contract.ts';
import { createBedrockConverseProvider } from './create-bedrock-converse-provider.ts';

fakeContract('The Bedrock Converse adapter', createBedrockConverseProvider, (fake) => fake.url);
