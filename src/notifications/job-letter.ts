import type { JobNotification } from '../../activities/contract.js';
import { deletionsWaitingLetter } from './deletions-waiting.js';
import { disabledLetter } from './disabled.js';
import type { Letter } from './letter.js';
import { quarantinedLetter } from './quarantined.js';

/** What a mail says of each thing that a job tells. */
export function jobLetter(appId: string, notification: JobNotification): Letter {
  switch (notification.type) {
    case 'quarantined':
      return quarantinedLetter(appId, notification);
    case 'deletionsWaiting':
      return deletionsWaitingLetter(appId, notification);
    case 'disabled':
      return disabledLetter(appId, notification);
  }
}
