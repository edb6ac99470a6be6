import { indexTarget } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createIndexTarget =
  (dependencies: ActivityDependencies): Activities['indexTarget'] =>
  (cycle) =>
    withCycle(dependencies, cycle, indexTarget);
