import type { Implementation } from '../implement.ts';
import { getConfig } from './config.ts';
import { getDocs } from './docs.ts';
import { getHealth } from './health.ts';
import { getOpenApi } from './openapi.ts';

/** Every action of this resource. */
export const systemImplementations: readonly Implementation[] = [getConfig, getHealth, getOpenApi, getDocs];
