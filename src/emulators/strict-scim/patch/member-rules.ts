import { isEqual, type Json } from '../json.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { PatchOperation } from './operations.js';
import type { Target } from './patch-path.js';

/**
 * Refuses what a target takes no changes of members by.
 * @throws {ScimError} 400.
 */
export function refuseMemberChange(
  current: readonly Json[],
  { op, value }: PatchOperation,
  { path, selection }: Target & { readonly type: 'attribute' },
  switches: Switches,
): void {
  if (path.attribute.name !== 'members') return;
  const removesByValue = op === 'remove' && selection === null && value !== undefined;
  if (removesByValue && switches.refusesRemovalByValue) {
    throw badRequest('invalidSyntax', 'A remove must choose members in its path.');
  }
  if (op === 'remove' && selection !== null && switches.filteredRemoval === 'refused') {
    throw badRequest('invalidPath', 'Members are removed by their values.');
  }
  const isWhole = selection === null && (op === 'replace' || (op === 'remove' && value === undefined));
  if (isWhole && switches.refusesWholeMemberChanges && !isEqual(current, value)) {
    throw badRequest('invalidValue', 'Members are added and removed one by one.');
  }
}

/** Whether members that a path chooses stay, although the answer says success. */
export function isIgnoredRemoval(
  { op }: PatchOperation,
  { path, selection }: Target & { readonly type: 'attribute' },
  { filteredRemoval }: Switches,
): boolean {
  const isFiltered = path.attribute.name === 'members' && op === 'remove' && selection !== null;
  return isFiltered && filteredRemoval === 'ignored';
}
