import type { AttributeChange } from '../schema/model.js';
import type { PlannedOperation } from './model.js';

/** How an operation takes an account away; null when it does not. */
export type Removal = 'disable' | 'delete';

/** Whoever is switched off by an update, as by a mapping of `active`, loses the account like any other. */
export function removalOf(operation: PlannedOperation): Removal | null {
  switch (operation.action) {
    case 'delete':
    case 'disable':
      return operation.action;
    case 'update':
      return operation.changes.some(switchesOff) ? 'disable' : null;
    case 'create':
    case 'skip':
    case 'fail':
      return null;
  }
}

/** @see RFC 7643, section 4.1.1, `active`. */
function switchesOff({ path, newValue }: AttributeChange): boolean {
  if (path.toLowerCase() !== 'active') return false;
  return newValue === false || (typeof newValue === 'string' && newValue.toLowerCase() === 'false');
}
