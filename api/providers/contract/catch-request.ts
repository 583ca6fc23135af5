import type { Egress, EgressRequest } from '../../egress/port.ts';
import { createGoogleGeminiProvider } from '../google-gemini/create-google-gemini-provider.ts';
import type { ModelCall, ModelProvider } from '../port.ts';
import { adapters } from './recordings.ts';
import { vendorOf, type VendorName } from './vendors.ts';

const key = 'sk-secret-0123456789abcdef';

function providerOf(vendor: VendorName, egress: Egress): ModelProvider {
  const { format, access: known } = vendorOf(vendor);
  const access = { key, trust: 'operator' as const, ...known };
  if (access.google?.vertex)
    return createGoogleGeminiProvider({ egress, access: { ...access, key: null }, tokens: async () => 'ya29.token' });
  return adapters[format]({ egress, access });
}

/** What would be sent to a vendor for a call, without a network. Rejects when nothing would. */
export async function catchRequest(vendor: VendorName, call: Omit<ModelCall, 'model'>): Promise<object> {
  const { promise, resolve } = Promise.withResolvers<EgressRequest>();
  const egress: Pick<Egress, 'stream'> = {
    stream(request) {
      resolve(request);
      return Promise.reject(new Error('Enough is known.'));
    },
  };
  const stream = providerOf(vendor, egress as Egress).stream({ ...call, model: vendorOf(vendor).model }, new AbortController().signal);
  const warnings: string[] = [];
  try {
    for await (const event of stream) if (event.type === 'warning') warnings.push(event.code);
  } catch (error) {
    if ((error as Error).message !== 'Enough is known.') throw error;
  }
  const { url, headers = {}, body = '' } = await promise;
  return {
    url,
    headers: Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, value.replace(key, 'KEY')])),
    body: JSON.parse(body) as object,
    ...(warnings.length === 0 ? {} : { warnings }),
  };
}
