import type { JobNotification } from '../../activities/contract.js';
import { DAYS_UNTIL_DISABLED } from '../policy/describe-job.js';
import { causeText, remedies } from './cause.js';
import type { Letter } from './letter.js';
import { timeText } from './time-text.js';

/** A job that was in quarantine for too long. */
export function disabledLetter(
  appId: string,
  { reason, error, since }: Omit<Extract<JobNotification, { type: 'disabled' }>, 'type'>,
): Letter {
  return {
    subject: `Provisioning of ${appId}: disabled after ${DAYS_UNTIL_DISABLED} days in quarantine`,
    sections: [
      {
        heading: 'What happened',
        content: [
          `The job ${appId} was in quarantine since ${timeText(new Date(since))}. No attempt succeeded, so it is disabled.`,
          `Nothing is provisioned any more. Who joins gets no account, and who leaves keeps theirs, until the job is started again.`,
        ],
      },
      { heading: 'Why', content: causeText(reason, error) },
      {
        heading: 'What to do',
        content: [
          ...remedies(appId, reason, error),
          {
            purpose: 'Once the cause is mended, start the job again:',
            command: `scimflow resume ${appId}`,
          },
        ],
      },
      {
        heading: 'Next attempt',
        content: ['None, until somebody starts the job. It then catches up with everything that changed.'],
      },
    ],
  };
}
