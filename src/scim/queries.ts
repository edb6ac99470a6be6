import { ProvisioningFailure } from '../failures.js';
import type { Call, Conversation } from './conversation.js';
import { canFilterBy, filterableBy } from './filter.js';
import { parseListResponse, type ListResponse } from './list-response.js';
import type { Dialect } from './quirks/index.js';
import { credentialsRejected, notScim, statusOf } from './refusal.js';
import { endpointOf } from './resource-path.js';
import type { ResourceType } from './scim-target.js';

/**
 * The ListResponse to a query.
 * @param blame whose fault an answer like 400 is: the object's that is asked for, or the target's.
 * @throws {ObjectRejected} when the object is to blame.
 * @throws {ProvisioningFailure} `CredentialsRejected`, `TargetNotScim` for whatever is no ListResponse.
 */
export async function query(
  conversation: Conversation,
  resourceType: ResourceType,
  parameters: Readonly<Record<string, string>>,
  about: Pick<Call, 'doing' | 'signal' | 'values'>,
  blame: 'object' | 'target' = 'target',
): Promise<ListResponse> {
  const all = { ...withoutMembers(resourceType, conversation.dialect), ...parameters };
  const path = `/${endpointOf(resourceType)}${queryText(all)}`;
  const answer = await conversation.send({ method: 'GET', path, ...about });
  const status = statusOf(answer);
  if (status === 403) throw credentialsRejected(403, about.doing);
  if (blame === 'object' && status >= 400 && status !== 404) throw conversation.rejection(answer, about);
  const list = status >= 200 && status <= 299 ? parseListResponse(answer.json) : null;
  if (list === null) throw notScim(answer, about.doing, 'a SCIM ListResponse');
  return list;
}

/** Groups can have very many members, and whoever does not want them says so, where the target understands it. */
export function withoutMembers(
  resourceType: ResourceType,
  { excludesMembers }: Pick<Dialect, 'excludesMembers'>,
): Readonly<Record<string, string>> {
  return resourceType === 'Group' && excludesMembers ? { excludedAttributes: 'members' } : {};
}

/** A space is `%20`: not every server reads `+` as one. */
export function queryText(parameters: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(parameters).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
  return pairs.length === 0 ? '' : `?${pairs.join('&')}`;
}

/** @throws {ProvisioningFailure} `ConfigurationInvalid` when the target cannot filter by `path`. */
export function expectFilterable(
  resourceType: ResourceType,
  path: string,
  dialect: Pick<Dialect, 'filterableUsers' | 'filterableGroups'>,
): void {
  const filterable = filterableBy(resourceType, dialect);
  if (filterable === null || canFilterBy(resourceType, path, dialect)) return;
  const noun = resourceType === 'User' ? 'users' : 'groups';
  const names = filterable.length === 0 ? 'nothing' : filterable.join(', ');
  throw new ProvisioningFailure(
    'ConfigurationInvalid',
    `The target cannot look for ${noun} by ${path}: it can filter by ${names}.`,
    { remedy: `Match ${noun} by an attribute that the target can filter by: ${names}.` },
  );
}
