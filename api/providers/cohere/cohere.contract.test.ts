import { fakeContract } from '../contract/fake-contract.ts';
import { createCohereProvider } from './create-cohere-provider.ts';

fakeContract('The Cohere adapter', createCohereProvider, (fake) => fake.url);
