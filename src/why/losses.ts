import { entitlementOf, DEFAULT_ACCESS, type Evaluation, type PlanRules } from '../plan/index.js';
import type { Cause } from './causes.js';
import type { ObjectFacts } from './facts.js';
import type { Explanation } from './model.js';
import { kindOf, listed, quoted } from './wording.js';

/** One reason why the app is not, or no longer, for an object. */
export interface Loss {
  readonly cause: Cause;
  /** Follows "because": `the user is not assigned to the app`. */
  readonly because: string;
  readonly remedy: string;
}

/**
 * Everything that keeps an object from having an account, what weighs most first; empty when nothing does. What nobody
 * who is gone can be asked, whether they are assigned, is left out.
 */
export function lossesOf(
  { app, object, roles }: ObjectFacts,
  evaluation: Evaluation,
  clauses: Explanation['filter'],
  rules: PlanRules,
): readonly Loss[] {
  const { isAssigned, isInScope } = entitlementOf({ ...object, objectId: object.id, roles }, rules);
  const kind = kindOf(object);
  if (object.state === 'deleted')
    return [
      {
        cause: 'Deleted',
        because: `the ${kind} is deleted in the directory for good`,
        remedy: `None in scimflow: who is deleted for good does not come back. Create the ${kind} anew in the directory.`,
      },
    ];
  if (object.state === 'softDeleted')
    return [
      {
        cause: 'SoftDeleted',
        because: `the ${kind} is deleted in the directory`,
        remedy: `Restore the ${kind} in Microsoft Entra, within 30 days of the deletion.`,
      },
    ];
  return [
    ...(object.isActive ? [] : [inactive(object.objectName)]),
    ...(isInScope ? [] : [isAssigned ? withoutRole(app, roles) : unassigned(kind)]),
    ...(evaluation.isFilteredOut ? [filteredOut(kind, clauses)] : []),
  ];
}

function inactive(objectName: 'User' | 'Group'): Loss {
  return objectName === 'Group'
    ? {
        cause: 'NotSecurityEnabled',
        because: 'the group is no security group',
        remedy: 'Assign a security group in its place: only those are provisioned.',
      }
    : {
        cause: 'AccountDisabled',
        because: 'the user is disabled in the directory (sign-in is blocked)',
        remedy: 'Enable the user in Microsoft Entra, if that is what is wanted.',
      };
}

function unassigned(kind: 'user' | 'group'): Loss {
  return kind === 'group'
    ? {
        cause: 'NotAssigned',
        because: 'the group is not assigned to the app',
        remedy: 'Assign the group to the enterprise application in Microsoft Entra.',
      }
    : {
        cause: 'NotAssigned',
        because: 'the user is not assigned to the app, neither directly nor through a group',
        remedy:
          'Assign the user, or a group of which the user is a direct member, to the enterprise application in Microsoft Entra. Groups within groups do not count.',
      };
}

function withoutRole(app: string, roles: ObjectFacts['roles']): Loss {
  if (roles.every(({ appRoleId }) => appRoleId === DEFAULT_ACCESS))
    return {
      cause: 'DefaultAccessOnly',
      because: 'the assignment has no role but Default Access, which does not count for this app',
      remedy: `Give the assignment a role of the app in Microsoft Entra; or let Default Access count, with \`defaultAccessRole: include\` for ${app} in the configuration.`,
    };
  return {
    cause: 'RoleDisabled',
    because: 'the role of the assignment is disabled in the app registration',
    remedy: 'Give the assignment a role that is enabled, or enable the role in the app registration.',
  };
}

function filteredOut(kind: 'user' | 'group', clauses: Explanation['filter']): Loss {
  return {
    cause: 'NotInScope',
    because: `the scoping filter leaves the ${kind} out: ${failingClauses(clauses)}`,
    remedy: `Change the attribute in the directory, or the scoping filter in the configuration.`,
  };
}

/** Of the filter group that is nearest to being true, the clauses that are not. */
export function failingClauses(
  clauses: Explanation['filter'],
  part: Explanation['filter'][number]['part'] = 'scope',
): string {
  const failing = new Map<number, Explanation['filter'][number][]>();
  for (const clause of clauses)
    if (clause.part === part && !clause.isTrue)
      failing.set(clause.group, [...(failing.get(clause.group) ?? []), clause]);
  const [nearest = []] = [...failing.values()].sort((one, other) => one.length - other.length);
  return listed(nearest.map((clause) => `${clause.title} is not true${foundText(clause)}`));
}

function foundText({ attribute, values }: Explanation['filter'][number]): string {
  if (values === null) return '';
  return values.length === 0
    ? ` (${attribute} has no value)`
    : ` (${attribute} is ${listed(values.map((value) => quoted(value)))})`;
}
