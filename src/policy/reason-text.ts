import type { QuarantineReason } from '../../workflows/contract.js';

const REASONS: Readonly<Record<QuarantineReason, string>> = {
  EncounteredBaseEscrowThreshold: 'Too many users or groups fail.',
  EncounteredTotalEscrowThreshold: 'Too many users, groups and references (managers, members) fail.',
  EncounteredEscrowProportionThreshold: 'Too large a share of the users and groups fails.',
  EncounteredQuarantineException: 'The app or the directory cannot be worked with.',
  QuarantinedOnDemand: 'Somebody put the job in quarantine by hand.',
  TooManyDeletes: 'More is to be deleted or disabled than is let through without an answer.',
  IngestionInterrupted: 'The directory cannot be read to its end.',
  Unknown: 'A cycle failed for a reason that is not known to be the fault of the app or the directory.',
};

/** Why a job is in quarantine, in a sentence. */
export function reasonText(reason: QuarantineReason): string {
  return REASONS[reason];
}
