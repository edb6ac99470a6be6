import { fetchChanges } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createFetchChanges =
  (dependencies: ActivityDependencies): Activities['fetchChanges'] =>
  (cycle) =>
    withCycle(dependencies, cycle, fetchChanges);
