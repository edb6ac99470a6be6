import { proxyActivities, type ActivityOptions } from '@temporalio/workflow';
import type { Activities } from '../activities/contract.js';
import { failureCodes } from '../src/policy/synchronization-error.js';

/** An activity that was told to stop is waited for: nothing may write after the workflow has moved on. */
const careful = { cancellationType: 'WAIT_CANCELLATION_COMPLETED' } satisfies ActivityOptions;

/**
 * The phases of a cycle. They heartbeat, so a lost worker is noticed within ten seconds however long they take. A system
 * that is down is tried again for six hours, at most a minute apart; then the cycle fails and the job goes on at its time.
 * What time does not heal (credentials, permissions) is marked as such by the failure itself.
 */
export const phases = proxyActivities<Activities>({
  ...careful,
  heartbeatTimeout: '10 seconds',
  startToCloseTimeout: '6 hours',
  scheduleToCloseTimeout: '6 hours',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
});

const inTheStore = {
  ...careful,
  startToCloseTimeout: '5 minutes',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumInterval: '1 minute' },
} satisfies ActivityOptions;

/** Short work in the store, which a moment's outage must not lose. */
export const bookkeeping = proxyActivities<Activities>(inTheStore);

/** The end of a cycle, which may have much to count: it heartbeats, so a lost worker is noticed within ten seconds. */
export const summingUp = proxyActivities<Activities>({ ...inTheStore, heartbeatTimeout: '10 seconds' });

/** A cycle that is gone through without writing: somebody waits for it, and the next cycle does. */
export const planning = proxyActivities<Activities>({
  ...careful,
  heartbeatTimeout: '10 seconds',
  startToCloseTimeout: '1 hour',
  scheduleToCloseTimeout: '1 hour',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 3 },
});

/** One object, for which somebody waits. The store takes it for given up a little later than this ends. */
export const onDemand = proxyActivities<Activities>({
  ...careful,
  heartbeatTimeout: '10 seconds',
  startToCloseTimeout: '10 minutes',
  scheduleToCloseTimeout: '12 minutes',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 3 },
});

/** Work somebody waits for: an answer within some twenty seconds, also when the answer is no. */
export const prompt = proxyActivities<Activities>({
  ...careful,
  startToCloseTimeout: '10 seconds',
  scheduleToCloseTimeout: '25 seconds',
  retry: { initialInterval: '1 second', backoffCoefficient: 2, maximumAttempts: 2 },
});

/**
 * A single try: whatever source and target answer is the answer. Only a worker that went away is replaced by another, because
 * its end says nothing about them; neither does a day without workers, or almost.
 */
export const probing = proxyActivities<Activities>({
  ...careful,
  startToCloseTimeout: '30 seconds',
  scheduleToCloseTimeout: '1 day',
  retry: {
    initialInterval: '1 second',
    backoffCoefficient: 2,
    maximumInterval: '1 minute',
    nonRetryableErrorTypes: [...failureCodes],
  },
});
