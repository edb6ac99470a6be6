import type { EntitlingRole, Subject } from './model.js';
import type { PlanRules } from './rules.js';

/** Why a user is to have an account, or not. */
export interface Entitlement {
  readonly isActive: boolean;
  readonly isAssigned: boolean;
  readonly hasRequiredRole: boolean;
  readonly isInScope: boolean;
}

/** App role id of an assignment without a role. */
export const DEFAULT_ACCESS = '00000000-0000-0000-0000-000000000000';

/**
 * Active, assigned and holding a role that counts; with scope `all` assignments are ignored. Default Access counts
 * unless the rules skip it and there is another role to give; a disabled role never counts.
 * @see Microsoft Entra, "How application provisioning works", Scoping.
 */
export function entitlementOf(subject: Subject, rules: PlanRules): Entitlement {
  const isAssigned = subject.roles.length > 0;
  const hasRequiredRole = subject.roles.some((role) => isEntitling(role, rules));
  return {
    isActive: subject.state === 'present' && subject.isActive,
    isAssigned,
    hasRequiredRole,
    isInScope: rules.scope === 'all' || hasRequiredRole,
  };
}

/** Whether a role that reaches somebody puts them in scope. */
export function isEntitling(role: EntitlingRole, rules: PlanRules): boolean {
  if (role.appRoleId !== DEFAULT_ACCESS) return role.isEnabled;
  return rules.defaultAccessRole === 'include' || !rules.appHasUserRole;
}
