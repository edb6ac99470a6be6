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
  'source.path',
  'source.tenantId',
  'source.type',
];

/** Changes of these mean that objects are others, under whatever ids. */
const OTHER_SOURCE = ['source.path', 'source.tenantId', 'source.type'];

/** What a new version of a configuration changes. */
export interface ConfigurationChanges {
  /** Paths of two levels, such as `app.interval`, that differ; all of them when there is no previous version. */
  readonly changes: readonly string[];
  readonly restartsCycle: boolean;
  /**
   * Whether links mean nothing any more: what has a linked id in another target, or another directory, is somebody else,
   * who must not be changed or deleted in their place.
   */
  readonly forgetsLinks: boolean;
}

export function configurationChanges(
  previous: JobConfiguration | null,
  next: JobConfiguration,
): ConfigurationChanges {
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
    forgetsLinks:
      previous !== null &&
      (placeOf(previous) !== placeOf(next) || changes.some((path) => OTHER_SOURCE.includes(path))),
  };
}

/** Where the target is. Flags in the query, and a slash at the end, lead nowhere else. */
function placeOf({ app: { tenantUrl } }: JobConfiguration): string {
  const { origin, pathname } = new URL(tenantUrl);
  return `${origin}${pathname}`.replace(/\/+$/, '');
}

type Sections = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>;
