import type { ScopeEvaluation } from '../scoping/index.js';
import type { Entitlement } from './entitlement.js';
import type {
  Link,
  Match,
  MatchCriterion,
  ObjectErrorCode,
  ProvisioningStep,
  SkipReason,
  SourceState,
  Subject,
} from './model.js';
import type { PlanRules } from './rules.js';

const importDescriptions: Readonly<Record<SourceState, string>> = {
  present: 'Read from the source directory',
  softDeleted: 'Deleted in the source directory, restorable',
  deleted: 'Deleted in the source directory for good',
};

const skipDescriptions: Readonly<Record<SkipReason, string>> = {
  RedundantExport: 'The account already has these values',
  NotEffectivelyEntitled: 'Not entitled to the app; see the scoping step',
  NotInScope: 'Left out by the scoping filters; see the scoping step',
  EntrySynchronizationSkipped: 'There is nothing to do',
  EntryJoiningPropertyValueIsMissing: 'No matching attribute has a value, so nothing can be looked for',
  OutOfScopeDeletionSkipped: 'No longer in scope; left as it is, as skipOutOfScopeDeletions says',
  UnableToResolveReferenceAttributeValue: 'Names others who have no account in the app yet',
  TooManyDeletes:
    'One of too many deletes and disables at once: it waits until somebody allows or rejects it',
  DeletionRejected: 'Somebody rejected its deletion; it stays until the source changes',
  ProvisionedOnDemand: 'Provisioned on demand meanwhile; the next cycle looks at it anew',
  TargetObjectActionDisabled: 'The mapping does not allow this action',
  CapabilityNotSupported: 'The app cannot do this',
};

const decisions = {
  create: { name: 'EntrySynchronizationAdd', description: 'It will be created in the app' },
  update: { name: 'EntrySynchronizationUpdate', description: 'It will be updated' },
  disable: { name: 'EntrySynchronizationDisable', description: 'The account will be disabled' },
  delete: { name: 'EntrySynchronizationDelete', description: 'It will be deleted in the app' },
} as const;

export function importStep(subject: Subject): ProvisioningStep {
  return {
    name: subject.state === 'present' ? 'EntryImport' : 'EntryImportDelete',
    provisioningStepType: 'import',
    status: 'success',
    description: importDescriptions[subject.state],
    details: {},
  };
}

/** The keys that people read in Entra's provisioning log. */
export function scopingStep(
  entitlement: Entitlement,
  filter: ScopeEvaluation,
  { scope, mapping: { objectName } }: PlanRules,
): ProvisioningStep {
  const isInScope = entitlement.isInScope && entitlement.isActive && filter.inScope;
  return {
    name: 'EntrySynchronizationScoping',
    provisioningStepType: 'scoping',
    status: isInScope ? 'success' : 'skipped',
    description: `The ${objectName.toLowerCase()} is ${isInScope ? '' : 'not '}in scope`,
    details: {
      [objectName === 'Group' ? 'Security enabled' : 'Active in the source system']: text(
        entitlement.isActive,
      ),
      'Assigned to the application': text(entitlement.isAssigned),
      'User has the required role': text(entitlement.hasRequiredRole),
      'Scoping filter evaluation passed': text(filter.inScope),
      'Scope sync all': text(scope === 'all'),
      ScopeEvaluationResult: JSON.stringify(filter.trace),
    },
  };
}

/** What there is a result in spite of. */
export function warningSteps(warnings: readonly string[]): readonly ProvisioningStep[] {
  return warnings.map((description) => ({
    name: 'EntrySynchronizationWarning',
    provisioningStepType: 'processing',
    status: 'warning',
    description,
    details: {},
  }));
}

/** @param criteria what it was looked for by. */
export function matchingStep(
  link: Link | null,
  match: Match | null,
  criteria: readonly MatchCriterion[],
): ProvisioningStep {
  const step = (
    status: ProvisioningStep['status'],
    description: string,
    details: Record<string, string> = {},
  ) => ({ name: 'EntryImport', provisioningStepType: 'matching', status, description, details }) as const;

  if (link !== null) return step('success', 'Linked already', { Link: link.state });
  if (match === null) return step('skipped', 'Nothing was looked for');
  switch (match.type) {
    case 'none':
      return step('success', 'Nothing matches', {
        'Matching attributes': criteria.map(({ path }) => path).join(', '),
      });
    case 'one':
      return step('success', 'One matches', { 'Matching attribute': match.path });
    case 'several':
      return step('failure', 'Several match', { 'Matching attribute': match.path });
    case 'refused':
      return step('failure', 'The app refused to look for it', { ErrorCode: match.errorCode });
  }
}

export function decisionStep(action: keyof typeof decisions): ProvisioningStep {
  return { ...decisions[action], provisioningStepType: 'processing', status: 'success', details: {} };
}

/** @param description why, where the reason's usual words say too little. */
export function skipStep(reason: SkipReason, description = skipDescriptions[reason]): ProvisioningStep {
  return {
    name: 'EntrySynchronizationSkip',
    provisioningStepType: 'export',
    status: 'skipped',
    description,
    details: { SkipReason: reason },
  };
}

/** A delete or disable that the deletion guard holds back. */
export function stagedStep(): ProvisioningStep {
  return { ...skipStep('TooManyDeletes'), name: 'EntryExportStagedDelete' };
}

export function errorStep(errorCode: ObjectErrorCode, description: string): ProvisioningStep {
  return {
    name: 'EntrySynchronizationError',
    provisioningStepType: 'processing',
    status: 'failure',
    description,
    details: { ErrorCode: errorCode },
  };
}

const text = (value: boolean): string => (value ? 'True' : 'False');
