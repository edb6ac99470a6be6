import { remedyFor } from '../policy/synchronization-error.js';
import { errorText } from './cause.js';
import type { Letter } from './letter.js';

/** A failed cycle, as its mail tells it. */
export interface CycleFailure {
  readonly appId: string;
  readonly number: number;
  readonly kind: 'initial' | 'incremental';
  readonly error: { readonly code: string; readonly message: string };
}

/** A cycle that failed, of a job that began under workers without quarantine. */
export function cycleFailedLetter({ appId, number, kind, error }: CycleFailure): Letter {
  const remedy = remedyFor(error.code);
  return {
    subject: `Provisioning of ${appId}: cycle ${number} failed (${error.code})`,
    sections: [
      {
        heading: 'What happened',
        content: [
          `The ${kind} cycle ${number} of ${appId} could not be completed.`,
          'No account was removed because of it. What was already written stays, and the next cycle goes on from there.',
        ],
      },
      { heading: 'Why', content: [errorText(error)] },
      {
        heading: 'What to do',
        content: [
          ...(remedy === null ? [] : [remedy]),
          { purpose: 'Look closer:', command: `scimflow status ${appId}` },
          {
            purpose: 'See who fails, why, and what to do:',
            command: `scimflow logs ${appId} --status failure`,
          },
          {
            purpose: 'Once the cause is mended, run the next cycle at once:',
            command: `scimflow sync ${appId}`,
          },
        ],
      },
      { heading: 'Next attempt', content: ['The next cycle begins at its time.'] },
    ],
  };
}
