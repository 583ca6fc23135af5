import { row, type VendorData } from '../model-data.ts';

/** The built-in model: nobody is asked, so nothing is paid. */
export const demoModels: VendorData = {
  endpoints: ['demo'],
  hosts: [],
  models: {
    demo: row({ context: 100_000, price: [0, 0] }),
    'demo-thinking': row({ context: 100_000, price: [0, 0] }),
  },
  families: {},
};
