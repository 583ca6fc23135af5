import { fakeContract } from '../contract/fake-contract.ts';
import { createOllamaProvider } from './create-ollama-provider.ts';

fakeContract('The Ollama adapter', createOllamaProvider, (fake) => fake.url);
