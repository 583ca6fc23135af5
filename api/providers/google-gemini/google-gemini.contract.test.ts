import { fakeContract } from '../contract/fake-contract.ts';
import { createGoogleGeminiProvider } from './create-google-gemini-provider.ts';

fakeContract('The Google Gemini adapter', createGoogleGeminiProvider, (fake) => fake.url);
