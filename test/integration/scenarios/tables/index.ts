import type { Scenario } from '../harness/scenario.js';
import { deprovisioning } from './deprovisioning.js';
import { groups } from './groups.js';
import { references } from './references.js';
import { targetActions } from './target-actions.js';

/** Every scenario. */
export const scenarios: readonly Scenario[] = [...deprovisioning, ...groups, ...references, ...targetActions];
