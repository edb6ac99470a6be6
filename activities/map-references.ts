import { planReferences } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createMapReferences =
  (dependencies: ActivityDependencies): Activities['mapReferences'] =>
  (cycle) =>
    withCycle(dependencies, cycle, planReferences);
