import { fetchAssignments } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createFetchAssignments =
  (dependencies: ActivityDependencies): Activities['fetchAssignments'] =>
  (cycle) =>
    withCycle(dependencies, cycle, fetchAssignments);
