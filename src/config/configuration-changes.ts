import { isDeepStrictEqual } from 'node:util';
import type { JobConfiguration } from './configuration.js';

/** Changes of these mean that every object must be looked at again: mappings, scope, who is meant. */
const RESTARTING = [
  'app.allowHardDelete',
  'app.connector',
  'app.connectorProfile',
  'app.defaultAccessRole',
  'app.groups',
  'app.mappings',
  'app.regexMatch',
  'app.schema',
  'app.scope',
  'app.scopingFilters',
  'app.servicePrincipalId',
  'app.skipOutOfScopeDeletions',
  'app.sourceAttributes',
  'app.targetAttributes',
  'app.targetObjectActions',
  'app.tenantUrl',
  'source.clientId',
  'source.tenantId',
  'source.type',
];

/** Paths of two levels, such as `app.interval`, that differ between two versions; all of them when there is no previous. */
export function configurationChanges(
  previous: JobConfiguration | null,
  next: JobConfiguration,
): { readonly changes: readonly string[]; readonly restartsCycle: boolean } {
  const before: Sections = previous === null ? {} : { ...previous };
  const after: Sections = { ...next };
  const changes = Object.keys({ ...before, ...after }).flatMap((section) =>
    Object.keys({ ...before[section], ...after[section] })
      .filter((field) => !isDeepStrictEqual(before[section]?.[field], after[section]?.[field]))
      .map((field) => `${section}.${field}`),
  );
  return {
    changes: changes.sort(),
    restartsCycle: previous !== null && changes.some((path) => RESTARTING.includes(path)),
  };
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
