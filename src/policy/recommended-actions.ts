import type { ObjectErrorCode, SkipReason } from '../plan/model.js';
import type { LogEntry } from '../store/index.js';

/** What to do about a code of the provisioning log; null where nothing is to be done. */
const ACTIONS: Readonly<Record<ObjectErrorCode | SkipReason, string | null>> = {
  RedundantExport: null,
  EntrySynchronizationSkipped: null,
  NotEffectivelyEntitled: 'Assign the user with a role of the app, or enable the account.',
  NotInScope: 'Change the scoping filter, or the attributes that it reads.',
  EntryJoiningPropertyValueIsMissing: 'Fill the matching attribute in the source, or change the matching.',
  OutOfScopeDeletionSkipped: null,
  UnableToResolveReferenceAttributeValue: 'Bring the others into scope; it is then written by itself.',
  TooManyDeletes:
    'Look at who waits, then `scimflow deletes <app> allow`, or `reject` to keep the accounts until the source changes.',
  DeletionRejected:
    'None: somebody rejected it. To be asked again, change it in the source or restart the job.',
  ProvisionedOnDemand: null,
  TargetObjectActionDisabled: 'Enable this action in the object mapping.',
  CapabilityNotSupported: 'The app cannot do this through SCIM: do it in the app.',
  EntryConflict: 'Another account has a value that must be unique: change it in the source or in the app.',
  DuplicateTargetEntries: 'Remove the duplicate in the app, or match by another attribute.',
  DuplicateSourceEntries: 'Give the two users of the source different values, or match by another attribute.',
  MandatoryFieldsMissing: 'Fill the attribute in the source, or give its mapping a default.',
  SchemaAttributeNotFound: 'The app does not know a mapped attribute: change the mapping.',
  SchemaPropertyCanOnlyAcceptValue: 'Several values for an attribute that takes one: change the mapping.',
  ExpressionEvaluationError: "Mend the mapping's expression.",
  UnprocessableEntity: "Check the value against the app's rules.",
  InsufficientRights: "Give the token's account the rights that the app's guide names.",
  InvalidAnchor: null,
  MethodNotAllowed: 'The app does not allow this request: check the connector.',
  NotImplemented: 'The app does not implement this request: check the connector.',
  InternalServerError: 'None: scimflow tries again, ever more rarely. If it stays, ask the maker of the app.',
  TooManyRequests: null,
  Timeout: null,
  WebExceptionProtocolError: null,
  SystemForCrossDomainIdentityManagementServiceIncompatible:
    "The app's answer is not SCIM: check the tenant URL.",
};

export function recommendedAction({
  errorCode,
  reason,
  status,
}: Pick<LogEntry, 'errorCode' | 'reason' | 'status'>): string | null {
  const code = errorCode ?? (status === 'skipped' ? reason : null);
  return code !== null && code in ACTIONS ? ACTIONS[code as keyof typeof ACTIONS] : null;
}
