/** A job as workers ran it that knew no quarantine: its status says less. Bundled by the test that runs it. */
import { condition, defineQuery, setHandler } from '@temporalio/workflow';

const STATUS = {
  app: 'older',
  connector: 'dialpad',
  configurationVersion: 1,
  code: 'Active',
  countSuccessiveCompleteFailures: 0,
  escrowsPruned: false,
  lastExecution: null,
  lastSuccessfulExecution: null,
  lastSuccessfulExecutionWithExports: null,
  progress: [],
  quarantine: null,
  steadyStateFirstAchievedTime: null,
  steadyStateLastAchievedTime: null,
  synchronizedEntryCountByType: [{ key: 'User', value: 3 }],
  cycle: null,
  nextCycleAt: null,
};

export async function provisioningJob(): Promise<void> {
  setHandler(defineQuery('status'), () => STATUS);
  await condition(() => false);
}
