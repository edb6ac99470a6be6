import type { MatchCriterion } from '../plan/model.js';
import { canFilterBy } from '../scim/index.js';
import type { PendingOperation } from '../store/index.js';
import type { CycleContext } from './cycle-context.js';

/** What else an account may be known by when a create says that it exists. @see RFC 7643, section 4.1, for uniqueness. */
const UNIQUE = ['userName', 'emails[type eq "work"].value'];

/** What to look for besides the matching attributes when the target says that a user exists already. */
export function conflictCriteria(
  { target }: Pick<CycleContext, 'target'>,
  { objectName, criteria, values }: PendingOperation,
): readonly MatchCriterion[] {
  if (objectName !== 'User') return [];
  const asked = new Set(criteria.map(({ path }) => path.toLowerCase()));
  return UNIQUE.flatMap((path) => {
    const value = values[path];
    const isWorthAsking = !asked.has(path.toLowerCase()) && canFilterBy('User', path, target.dialect);
    return isWorthAsking && typeof value === 'string' && value !== '' ? [{ path, value }] : [];
  });
}
