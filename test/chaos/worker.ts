import { runWorker } from '../../src/worker/index.js';
import { openStore } from '../../src/store/index.js';
import { DecoratedConnections, decoratedStore } from './decorate.js';
import { FaultAgent } from './fault-agent.js';
import type { WorkerPlan } from './faults.js';

/** A worker as users run it, in a process of its own, that meets the faults its environment names. */
const plan = JSON.parse(process.env['CHAOS_PLAN'] ?? '') as WorkerPlan;
const agent = new FaultAgent(plan.journal, plan.faults);

// Who started it is gone: nobody would ever stop it.
process.on('disconnect', () => process.exit(1));
if (!process.connected) process.exit(1);

await runWorker(
  {
    temporal: {
      address: plan.temporalAddress,
      namespace: 'default',
      taskQueue: plan.taskQueue,
      tls: false,
    },
    databaseUrl: plan.databaseUrl,
    apiHost: '127.0.0.1',
    apiPort: 0,
    apiToken: undefined,
    logLevel: process.env['CHAOS_LOG_LEVEL'] ?? 'silent',
    logRetentionMs: 30 * 86_400_000,
  },
  {
    openStore: async (databaseUrl) => decoratedStore(await openStore(databaseUrl), agent),
    createConnections: () => new DecoratedConnections(agent),
    workflowCode: () => ({ workflowBundle: { codePath: plan.workflowBundle } }),
  },
);
process.disconnect();
