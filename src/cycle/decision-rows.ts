import type { Link, PlannedOperation } from '../plan/model.js';
import type { DirtyObject, PlannedRow } from '../store/index.js';
import type { LinkRow } from '../store/links.js';
import { matchKey } from './claims.js';
import type { Decision, Draft } from './draft.js';

/** A first match links at once; a write that follows confirms it. Skips keep what a link was, or store the match. */
export function linkOf({ draft, match, operation }: Decision): LinkRow | null {
  if (operation.action === 'fail' || operation.action === 'create') return null;
  const { objectName } = draft.object;
  const state = linkState(draft, operation);
  if (match?.type === 'one')
    return {
      sourceId: operation.objectId,
      objectName,
      targetId: match.targetId,
      exported: match.current,
      state,
    };
  if (operation.action === 'skip' && draft.link !== null && draft.link.state !== state)
    return { sourceId: operation.objectId, objectName, ...draft.link, state };
  return null;
}

/**
 * Who lost the scope is managed no more, once disabled; a renewed assignment revives the link. Of somebody who is deleted
 * in the source nobody can tell whether they are still assigned, so that nothing changes. What could not be done, or was
 * not to be done, is not done with: it stays managed.
 */
function linkState({ evaluation, link }: Draft, operation: PlannedOperation): Link['state'] {
  const isUndone = operation.action === 'skip' && operation.reason !== 'RedundantExport';
  const isKept =
    evaluation.isLeftAlone || evaluation.state !== 'present' || (!evaluation.inScope && isUndone);
  if (link !== null && isKept) return link.state;
  return evaluation.inScope ? 'managed' : 'unmanaged';
}

export function toRow({ draft, operation, grounds }: Decision): PlannedRow {
  const { objectName } = draft.object;
  const base = {
    objectName,
    about: 'object' as const,
    objectId: operation.objectId,
    sourceName: sourceName(draft.object),
    targetId: operation.targetId,
    action: operation.action,
    steps: operation.steps,
    linkState: linkState(draft, operation),
    grounds,
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
        matchKey: matchKey(objectName, operation.criteria),
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
    case 'delete':
      return { ...base, status: 'planned', values: {}, writes: true };
    case 'skip':
      return operation.description === null
        ? { ...base, status: 'skipped', reason: operation.reason }
        : { ...base, status: 'skipped', errorCode: operation.reason, reason: operation.description };
    case 'fail':
      return {
        ...base,
        status: 'failure',
        errorCode: operation.errorCode,
        reason: operation.description,
      };
  }
}

/** How a person recognises the source object in the log. */
export function sourceName({ attributes }: Pick<DirtyObject, 'attributes'>): string | null {
  const displayName = attributes['displayName']?.[0];
  const userPrincipalName = attributes['userPrincipalName']?.[0];
  if (displayName !== undefined && userPrincipalName !== undefined)
    return `${displayName} (${userPrincipalName})`;
  return displayName ?? userPrincipalName ?? null;
}
