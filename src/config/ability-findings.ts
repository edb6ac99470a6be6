import type { Connector } from '../gallery/connector.js';
import type { AppConfiguration } from './configuration.js';
import type { Finding } from './issues.js';

/** Settings of an app that ask for more than its connector can do; paths are within the app. */
export function abilityFindings(
  { groups, targetObjectActions }: Pick<AppConfiguration, 'groups' | 'targetObjectActions'>,
  connector: Connector,
): readonly Finding[] {
  const { users: ofUsers, groups: ofGroups } = connector.capabilities;
  const { users: userActions, groups: groupActions } = targetObjectActions ?? {};
  const users = {
    create: ofUsers.create,
    update: ofUsers.update || ofUsers.disable,
    delete: ofUsers.delete,
  };
  if (ofGroups === null)
    return [
      ...impossible(userActions, users, 'users', connector),
      ...withoutGroups({ groups, targetObjectActions }, connector),
    ];
  const able = {
    create: ofGroups.create,
    update: ofGroups.rename || ofGroups.members,
    delete: ofGroups.delete,
  };
  return [
    ...impossible(userActions, users, 'users', connector),
    ...impossible(groupActions, able, 'groups', connector),
  ];
}

type Actions = NonNullable<NonNullable<AppConfiguration['targetObjectActions']>['users']>;

function impossible(
  actions: Actions = [],
  able: Readonly<Record<Actions[number], boolean>>,
  kind: 'users' | 'groups',
  { displayName }: Connector,
): readonly Finding[] {
  return actions.flatMap((action, index): readonly Finding[] => {
    if (able[action]) return [];
    const message = `cannot be "${action}": ${displayName} does not let anyone ${action} ${kind}; remove it`;
    return [{ path: ['targetObjectActions', kind, index], message }];
  });
}

function withoutGroups(
  { groups, targetObjectActions }: Pick<AppConfiguration, 'groups' | 'targetObjectActions'>,
  { displayName }: Connector,
): readonly Finding[] {
  const asked: readonly (readonly [boolean, Finding['path'], string])[] = [
    [groups?.provision === true, ['groups', 'provision'], 'be true'],
    [groups?.mappings !== undefined, ['groups', 'mappings'], 'be used'],
    [groups?.scopingFilters !== undefined, ['groups', 'scopingFilters'], 'be used'],
    [targetObjectActions?.groups !== undefined, ['targetObjectActions', 'groups'], 'be used'],
  ];
  return asked
    .filter(([isAsked]) => isAsked)
    .map(([, path, verb]) => ({
      path,
      message: `cannot ${verb}: ${displayName} has no groups; remove it`,
    }));
}
