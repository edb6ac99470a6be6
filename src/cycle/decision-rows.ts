import type { Link } from '../plan/model.js';
import type { DirtyUser, PlannedRow } from '../store/index.js';
import type { LinkRow } from '../store/links.js';
import { matchKey } from './claims.js';
import type { Decision, Draft } from './draft.js';

/** A first match links at once; a write that follows confirms it. Skips keep what a link was, or store the match. */
export function linkOf({ draft, match, operation }: Decision): LinkRow | null {
  if (operation.action === 'fail' || operation.action === 'create') return null;
  if (match?.type === 'one')
    return {
      sourceId: operation.objectId,
      targetId: match.targetId,
      exported: match.current,
      state: linkState(draft),
    };
  if (operation.action === 'skip' && draft.link !== null && draft.link.state !== linkState(draft))
    return { sourceId: operation.objectId, ...draft.link, state: linkState(draft) };
  return null;
}

/** A person who lost the scope is managed no more, once disabled; a renewed assignment revives the link. */
function linkState({ evaluation, link }: Draft): Link['state'] {
  if (evaluation.isLeftAlone && link !== null) return link.state;
  return evaluation.inScope ? 'managed' : 'unmanaged';
}

export function toRow({ draft, operation }: Decision): PlannedRow {
  const base = {
    objectId: operation.objectId,
    sourceName: sourceName(draft.user),
    targetId: operation.targetId,
    action: operation.action,
    steps: operation.steps,
    linkState: linkState(draft),
    reason: null,
    errorCode: null,
    matchKey: null,
    values: null,
    changes: [],
    criteria: [],
    writes: false,
  };
  switch (operation.action) {
    case 'create':
      return {
        ...base,
        status: 'planned',
        values: operation.values,
        changes: operation.changes,
        criteria: operation.criteria,
        matchKey: matchKey(operation.criteria),
        writes: true,
      };
    case 'update':
    case 'disable':
      return {
        ...base,
        status: 'planned',
        values: operation.values,
        changes: operation.changes,
        writes: true,
      };
    case 'skip':
      return { ...base, status: 'skipped', reason: operation.reason };
    case 'fail':
      return {
        ...base,
        status: 'failure',
        errorCode: operation.errorCode,
        reason: operation.description,
      };
  }
}

/** How a person recognises the source user in the log. */
function sourceName(user: DirtyUser): string | null {
  const displayName = user.attributes['displayName']?.[0];
  const userPrincipalName = user.attributes['userPrincipalName']?.[0];
  if (displayName !== undefined && userPrincipalName !== undefined)
    return `${displayName} (${userPrincipalName})`;
  return displayName ?? userPrincipalName ?? null;
}
