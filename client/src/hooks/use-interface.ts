import type { InterfaceSettings } from '@parley/contracts';
import { useConfig } from './use-config.ts';

const everything: InterfaceSettings = {
  modelSelect: true,
  parameters: true,
  presets: true,
  multiConvo: true,
  contextUsage: true,
  contextCost: true,
  buildInfo: true,
};

/** What the operator decided of these pages; until that is known, everything is there. */
export const useInterface = (): InterfaceSettings => useConfig().data?.interface ?? everything;
