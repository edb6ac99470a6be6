import type { ObjectFlowType } from '../schema/model.js';
import type { Connector } from './connector.js';

/** What an app can do with its users, as object flow types. Disabling is an update. */
export function userFlowTypes({ users }: Connector['capabilities']): readonly ObjectFlowType[] {
  return flowTypes(users.create, users.update || users.disable, users.delete);
}

/** The same of its groups; none where it has none. */
export function groupFlowTypes({ groups }: Connector['capabilities']): readonly ObjectFlowType[] {
  return groups === null ? [] : flowTypes(groups.create, groups.rename || groups.members, groups.delete);
}

function flowTypes(creates: boolean, updates: boolean, deletes: boolean): readonly ObjectFlowType[] {
  return [
    ...(creates ? (['Add'] as const) : []),
    ...(updates ? (['Update'] as const) : []),
    ...(deletes ? (['Delete'] as const) : []),
  ];
}
