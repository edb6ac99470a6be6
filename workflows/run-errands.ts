import { CancellationScope, log } from '@temporalio/workflow';
import { bookkeeping } from './activity-proxies.js';
import { causeOf } from './failures.js';
import type { DeletionsAnswer, News } from './job-record.js';
import type { JobState } from './job-state.js';
import { notify } from './notify.js';

/** What a job does between cycles: it passes an answer to the deletion guard on, and tells its administrator the news. */
export async function runErrands(job: JobState): Promise<void> {
  const { deletionsAnswer } = job.record;
  if (deletionsAnswer !== null) await passOn(job, deletionsAnswer);
  for (const news of job.takeNews()) await tell(job, news);
}

async function passOn(job: JobState, given: DeletionsAnswer): Promise<void> {
  const { answer, upToCycle } = given;
  try {
    const { stagedDeletions } = await bookkeeping.answerDeletions.executeWithOptions(
      { summary: `deletes that wait: ${answer}` },
      [{ appId: job.record.appId, answer, upToCycle }],
    );
    job.deletionsAnswered(given, stagedDeletions, Date.now());
  } catch (error) {
    if (CancellationScope.current().consideredCancelled) throw error;
    log.error('The store took no answer; the deletes wait on', { answer, code: causeOf(error).code });
    job.deletionsUnanswered(given);
  }
}

async function tell(job: JobState, { key, notification }: News): Promise<void> {
  const { appId, configuration, configurationVersion } = job.record;
  const isWanted =
    configuration?.notifications !== undefined && configuration.app.notification?.onFailure === true;
  if (!isWanted || configurationVersion === null) return;
  const { connector } = configuration.app;
  await notify({ appId, connector, configurationVersion, key, notification });
}
