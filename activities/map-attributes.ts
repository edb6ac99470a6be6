import { planOperations } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createMapAttributes =
  (dependencies: ActivityDependencies): Activities['mapAttributes'] =>
  (cycle) =>
    withCycle(dependencies, cycle, planOperations);
