import { DEFAULT_ACCESS } from './entitlement.js';
import type { EntitlingRole } from './model.js';

/**
 * The attribute `appRoleAssignments`: each role the user holds, directly or through groups, once, as JSON text. Default
 * Access is no role, and a disabled one gives nothing.
 */
export function appRoleAssignments(roles: readonly EntitlingRole[]): readonly string[] {
  const texts = roles
    .filter(({ appRoleId, isEnabled }) => appRoleId !== DEFAULT_ACCESS && isEnabled)
    .map(({ appRoleId, value, displayName }) =>
      JSON.stringify({ id: appRoleId, value: value ?? '', displayName: displayName ?? '' }),
    );
  return [...new Set(texts)];
}
