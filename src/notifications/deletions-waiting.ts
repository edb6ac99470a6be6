import type { JobNotification } from '../../activities/contract.js';
import { answers } from './cause.js';
import type { Letter } from './letter.js';
import { timeText } from './time-text.js';

/** Deletes and disables that the deletion guard holds back. */
export function deletionsWaitingLetter(
  appId: string,
  {
    waiting,
    deletes,
    threshold,
    nextAttempt,
  }: Omit<Extract<JobNotification, { type: 'deletionsWaiting' }>, 'type'>,
): Letter {
  const removals = waiting === 1 ? '1 removal waits' : `${grouped(waiting)} removals wait`;
  return {
    subject: `Provisioning of ${appId}: ${removals} for your answer`,
    sections: [
      {
        heading: 'What happened',
        content: [
          `${removals} in ${appId}: ${kinds(deletes, waiting - deletes)}. Nothing was done about them.`,
          'Everything else goes on: whoever joins or changes is provisioned as always.',
        ],
      },
      {
        heading: 'Why',
        content: [
          `${reason(waiting, threshold)}, so a person decides.`,
          'So many at once are often a mistake in the directory: a group that was emptied, an assignment or a filter that was changed.',
        ],
      },
      {
        heading: 'What to do',
        content: [
          { purpose: 'See who is meant, and why:', command: `scimflow logs ${appId} --action staged` },
          ...answers(appId),
          'Or mend the directory: whoever is in scope again is dropped from the list by the next cycle.',
        ],
      },
      {
        heading: 'Next attempt',
        content: [
          nextAttempt === null
            ? 'No cycle is planned.'
            : `The next cycle is due ${timeText(new Date(nextAttempt))}. It goes on without them.`,
          'They wait until somebody answers, however long that takes.',
        ],
      },
    ],
  };
}

/** Fewer than the threshold may wait: what is left after an answer, and what somebody asks about again. */
function reason(waiting: number, threshold: string): string {
  if (threshold === '') return 'They were held back before the deletion guard was switched off';
  const isShare = threshold.endsWith('%');
  const limit = isShare ? `${threshold} of the accounts` : grouped(Number(threshold));
  return isShare || waiting >= Number(threshold)
    ? `That reaches the threshold of ${limit}`
    : `They were held back together with others, by the threshold of ${limit}`;
}

function kinds(deletes: number, disables: number): string {
  return [
    ...(deletes === 0 ? [] : [`${grouped(deletes)} to be deleted`]),
    ...(disables === 0 ? [] : [`${grouped(disables)} to be disabled`]),
  ].join(', ');
}

function grouped(count: number): string {
  return count.toLocaleString('en-US');
}
