import { describe, expect, it } from '@jest/globals';
import { taskExecution } from '../../../src/policy/task-execution.js';

const counts = { imported: 9, planned: 8, created: 3, updated: 2, disabled: 1, skipped: 2, failed: 0 };
const summary = { counts, countEntitled: 7, countLinked: 6, isSteady: true };
const cycle = {
  activityIdentifier: 'provisioning-cycle/dialpad/4',
  number: 4,
  kind: 'incremental',
  began: 0,
  ended: 60_000,
  summary,
  error: null,
} as const;
const error = { code: 'TargetUnavailable', message: 'down', tenantActionable: false };

describe('taskExecution', () => {
  it('counts what was exported and tells the times in ISO 8601', () => {
    expect(taskExecution(cycle)).toMatchObject({
      timeBegan: '1970-01-01T00:00:00.000Z',
      timeEnded: '1970-01-01T00:01:00.000Z',
      countEntitled: 7,
      countExported: 6,
      countEscrowed: 0,
      counts,
    });
  });

  it.each([
    ['Succeeded', cycle],
    ['EntryLevelErrors', { ...cycle, summary: { ...summary, counts: { ...counts, failed: 1 } } }],
    ['Failed', { ...cycle, error }],
    ['Failed', { ...cycle, error, summary: null }],
  ])('is %s', (state, ended) => {
    expect(taskExecution(ended).state).toBe(state);
  });

  it('has zeros where a failed cycle could not sum up', () => {
    expect(taskExecution({ ...cycle, error, summary: null })).toMatchObject({
      countExported: 0,
      countEntitled: 0,
    });
  });
});
