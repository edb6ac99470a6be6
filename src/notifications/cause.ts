import { reasonText } from '../policy/reason-text.js';
import { remedyFor, withoutRemedy } from '../policy/synchronization-error.js';
import type { QuarantineReason, SynchronizationError } from '../../workflows/contract.js';
import type { Advice, Paragraph } from './letter.js';

/** Why a job is in trouble: the reason, then the error that led to it. Advice that the error ends with is told apart. */
export function causeText(
  reason: QuarantineReason,
  error: SynchronizationError | null,
): readonly Paragraph[] {
  return error === null ? [reasonText(reason)] : [reasonText(reason), errorText(error)];
}

/** An error on one line, without the advice that belongs to its code. */
export function errorText(error: Pick<SynchronizationError, 'code' | 'message'>): string {
  return `${error.code}: ${withoutRemedy(error)}`;
}

/** What to do about it, before the job is told to go on. */
export function remedies(
  appId: string,
  reason: QuarantineReason,
  error: Pick<SynchronizationError, 'code'> | null,
): readonly Paragraph[] {
  const remedy = error === null ? null : remedyFor(error.code);
  return [...(remedy === null ? [] : [remedy]), ...lookCloser(appId, reason)];
}

function lookCloser(appId: string, reason: QuarantineReason): readonly Advice[] {
  switch (reason) {
    case 'EncounteredBaseEscrowThreshold':
    case 'EncounteredTotalEscrowThreshold':
    case 'EncounteredEscrowProportionThreshold':
      return [
        {
          purpose: 'See who fails, why, and what to do:',
          command: `scimflow logs ${appId} --status failure`,
        },
      ];
    case 'TooManyDeletes':
      return answers(appId);
    case 'QuarantinedOnDemand':
      return [{ purpose: 'See how the job stands:', command: `scimflow status ${appId}` }];
    case 'EncounteredQuarantineException':
    case 'IngestionInterrupted':
    case 'Unknown':
      return [
        { purpose: 'See how the job stands:', command: `scimflow status ${appId}` },
        { purpose: 'Try the credentials of both sides:', command: `scimflow test-connection ${appId}` },
      ];
  }
}

/** The two answers to the deletion guard. */
export function answers(appId: string): readonly Advice[] {
  return [
    {
      purpose: 'They are right: delete and disable those who are still due.',
      command: `scimflow deletes ${appId} allow`,
    },
    {
      purpose: 'They are a mistake: keep the accounts until the directory changes about them.',
      command: `scimflow deletes ${appId} reject`,
    },
  ];
}
