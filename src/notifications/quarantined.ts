import type { JobNotification } from '../../activities/contract.js';
import { DAYS_UNTIL_DISABLED } from '../policy/describe-job.js';
import { reasonText } from '../policy/reason-text.js';
import { causeText, remedies } from './cause.js';
import type { Letter } from './letter.js';
import { timeText } from './time-text.js';

/** A job that entered quarantine, or is in it for another reason than before. */
export function quarantinedLetter(
  appId: string,
  { reason, previousReason, error, nextAttempt }: Extract<JobNotification, { type: 'quarantined' }>,
): Letter {
  const what = previousReason === null ? 'in quarantine' : 'in quarantine for another reason';
  return {
    subject: `Provisioning of ${appId}: ${what} (${error?.code ?? reason})`,
    sections: [
      { heading: 'What happened', content: whatHappened(appId, previousReason) },
      { heading: 'Why', content: causeText(reason, error) },
      {
        heading: 'What to do',
        content: [
          ...remedies(appId, reason, error),
          {
            purpose: 'Once the cause is mended, try at once instead of waiting:',
            command: `scimflow resume ${appId}`,
          },
        ],
      },
      {
        heading: 'Next attempt',
        content: [
          nextAttempt === null
            ? 'None is planned, because the job is paused.'
            : `${timeText(new Date(nextAttempt))}. If it succeeds, the job leaves the quarantine by itself.`,
          `After ${DAYS_UNTIL_DISABLED} days in quarantine the job is disabled.`,
        ],
      },
    ],
  };
}

function whatHappened(
  appId: string,
  previousReason: Extract<JobNotification, { type: 'quarantined' }>['previousReason'],
): readonly string[] {
  return previousReason === null
    ? [
        `The job ${appId} is in quarantine. scimflow tries less often: 6, 12 and 24 hours after the quarantine began, then once a day.`,
        'No account is deleted or disabled because of it. What is to change waits until an attempt succeeds.',
      ]
    : [
        `The job ${appId} is still in quarantine, and for another reason than before.`,
        `Before: ${reasonText(previousReason)}`,
      ];
}
