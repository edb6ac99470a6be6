import { writeOperations } from '../src/cycle/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createWriteScim =
  (dependencies: ActivityDependencies): Activities['writeScim'] =>
  (batch) =>
    withCycle(dependencies, batch, (context) => writeOperations(context, batch));
