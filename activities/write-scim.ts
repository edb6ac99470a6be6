import { writeOperations } from '../src/cycle/index.js';
import { appLease, cyclePartLease } from '../src/store/index.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';
import { withCycle } from './with-cycle.js';

export const createWriteScim =
  (dependencies: ActivityDependencies): Activities['writeScim'] =>
  (batch) => {
    const isBeside = batch.isBeside === true;
    const lease = isBeside ? cyclePartLease(batch, `write/${batch.first}`) : appLease(batch.appId);
    return withCycle(dependencies, batch, (context) => writeOperations(context, batch), lease);
  };
