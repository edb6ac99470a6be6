import type { Connector } from '../gallery/connector.js';
import { groupFlowTypes, userFlowTypes } from '../gallery/flow-types.js';
import type { ObjectFlowType } from '../schema/model.js';
import type { AppConfiguration } from './configuration.js';
import type { Finding } from './issues.js';
import { flowTypeOf, type ObjectAction } from './object-settings.js';

/** Settings of an app that ask for more than its connector can do; paths are within the app. */
export function abilityFindings(
  app: Pick<AppConfiguration, 'groups' | 'targetObjectActions'>,
  connector: Connector,
): readonly Finding[] {
  const { capabilities, displayName } = connector;
  const { users, groups } = app.targetObjectActions ?? {};
  const impossible = (
    kind: 'users' | 'groups',
    actions: readonly ObjectAction[],
    able: readonly ObjectFlowType[],
  ): readonly Finding[] =>
    actions.flatMap((action, index): readonly Finding[] => {
      if (able.includes(flowTypeOf[action])) return [];
      const message = `cannot be "${action}": ${displayName} does not let anyone ${action} ${kind}; remove it`;
      return [{ path: ['targetObjectActions', kind, index], message }];
    });
  return [
    ...impossible('users', users ?? [], userFlowTypes(capabilities)),
    ...(capabilities.groups === null
      ? withoutGroups(app, connector)
      : impossible('groups', groups ?? [], groupFlowTypes(capabilities))),
  ];
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
