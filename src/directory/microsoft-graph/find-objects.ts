import type { ObjectName } from '../../schema/model.js';
import { MAX_OBJECTS_FOUND, type FoundObject } from '../directory-source.js';
import type { GraphClient } from './graph-client.js';
import { isMissingObject } from './graph-refusal.js';
import { literal, odataQuery } from './odata-query.js';
import * as wire from './wire.js';

const KINDS = [
  {
    objectName: 'User',
    collection: '/users',
    permission: 'User.Read.All',
    names: ['userPrincipalName', 'mail', 'displayName'],
    select: 'displayName,id,userPrincipalName',
  },
  {
    objectName: 'Group',
    collection: '/groups',
    permission: 'GroupMember.Read.All',
    names: ['displayName', 'mail'],
    select: 'displayName,id',
  },
] as const;

/** Users and groups by object id or by name. What was asked for never appears in a message: it names somebody. */
export async function findObjects(
  graph: GraphClient,
  text: string,
  signal?: AbortSignal,
): Promise<readonly FoundObject[]> {
  const find = isObjectId(text) ? findById : findByName;
  const found = await Promise.all(KINDS.map((kind) => find(graph, kind, text, signal)));
  return found.flat();
}

type Kind = (typeof KINDS)[number];

async function findById(
  graph: GraphClient,
  { objectName, collection, permission, select }: Kind,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly FoundObject[]> {
  const url = graph.url(`${collection}/${encodeURIComponent(id)}?$select=${select}`);
  const call = { doing: `Looking for a ${nounOf(objectName)} by id`, permission, answer: wire.namedObject };
  try {
    return [toFound(await graph.get(url, call, signal), objectName)];
  } catch (error) {
    if (isMissingObject(error)) return [];
    throw error;
  }
}

async function findByName(
  graph: GraphClient,
  { objectName, collection, permission, names, select }: Kind,
  text: string,
  signal: AbortSignal | undefined,
): Promise<readonly FoundObject[]> {
  const query = odataQuery({
    $filter: names.map((name) => `${name} eq ${literal(text)}`).join(' or '),
    $select: select,
    $top: String(MAX_OBJECTS_FOUND),
  });
  const call = {
    doing: `Looking for a ${nounOf(objectName)} by name`,
    permission,
    answer: wire.pageOf(wire.namedObject),
  };
  const page = await graph.get(graph.url(`${collection}?${query}`), call, signal);
  return page.value.map((object) => toFound(object, objectName));
}

function toFound(object: wire.NamedObject, objectName: ObjectName): FoundObject {
  const { id, displayName, userPrincipalName } = object;
  return {
    id: id.toLowerCase(),
    objectName,
    displayName: displayName ?? null,
    userPrincipalName: userPrincipalName ?? null,
  };
}

function isObjectId(text: string): boolean {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(text);
}

function nounOf(objectName: ObjectName): string {
  return objectName === 'User' ? 'user' : 'group';
}
