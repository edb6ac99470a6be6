import type { Emulation } from '../emulation.js';
import { isObject, without, type Json, type JsonObject } from '../json.js';
import { applyPatch } from '../patch/apply-patch.js';
import { changedMembers } from '../patch/changed-members.js';
import { patchOperations } from '../patch/operations.js';
import { locationOf } from '../resources/representation.js';
import { attributesOf } from '../resources/resources.js';
import type { StoredResource } from '../resources/stored-resource.js';
import { acceptResource } from '../schema/accept-resource.js';
import type { ResourceType } from '../schema/resource-type.js';
import { badRequest, ScimError } from '../scim-error.js';
import { bodyOf } from './body.js';
import { permittedChange } from './capabilities.js';
import type { ScimAnswer, ScimRequest } from './exchange.js';
import { checkVersion, isUnchanged } from './preconditions.js';
import { toldResource } from './told-resource.js';

/** What one request does to one resource, or to the collection. `readLag`: so many reads will not see what it changes. */
export interface Work {
  readonly emulation: Emulation;
  readonly type: ResourceType;
  readonly request: ScimRequest;
  readonly readLag: number;
}

/** RFC 7644, 3.3. */
export function create(work: Work): ScimAnswer {
  const { emulation, type, request, readLag } = work;
  const { resources, switches } = emulation;
  const attributes = acceptResource(bodyOf(request, switches), type, switches);
  refuseTooManyMembers(attributes['members'], work);
  const existing = existingUser(attributes, work);
  if (existing !== undefined) return { ...single(existing, work), status: 200 };
  const created = resources.create(type, attributes);
  if (readLag > 0) resources.store(type).showLate(created.id, undefined, readLag);
  const answer = single(created, work);
  const { createAnswer, createdStatus, sendsLocation } = switches;
  const withoutId = isObject(answer.body) ? without(answer.body, 'id') : null;
  const location = locationOf(created.id, type.endpoint, emulation.representation);
  return {
    status: createdStatus,
    headers: { ...answer.headers, ...(sendsLocation ? { location } : {}) },
    body: { resource: answer.body, withoutId, empty: null }[createAnswer],
  };
}

/** RFC 7644, 3.4.1. */
export function read(work: Work, id: string): ScimAnswer {
  const { emulation, type, request } = work;
  const store = emulation.resources.store(type);
  const seen = store.seen(id);
  store.wasRead();
  const resource = seen === undefined || isHidden(seen, work) ? undefined : seen;
  if (resource === undefined) return unknownId(work);
  if (isUnchanged(request, resource, emulation.switches)) return { status: 304, body: null };
  return single(resource, work);
}

/** RFC 7644, 3.5.1. */
export function replace(work: Work, id: string): ScimAnswer {
  const { emulation, type, request } = work;
  const { switches } = emulation;
  const existing = emulation.resources.store(type).get(id);
  if (existing === undefined) return unknownId(work);
  checkVersion(request, existing, switches);
  const attributes = acceptResource(bodyOf(request, switches), type, switches);
  refuseTooManyMembers(attributes['members'], work);
  const keepsMembers = switches.putKeepsMembers && attributes['members'] === undefined;
  const members = existing['members'];
  const merged = keepsMembers && members !== undefined ? { ...attributes, members } : attributes;
  return single(write(work, existing, merged, 'PUT'), work);
}

/** RFC 7644, 3.5.2. */
export function patch(work: Work, id: string): ScimAnswer {
  const { emulation, type, request } = work;
  const { switches } = emulation;
  const existing = emulation.resources.store(type).get(id);
  if (existing === undefined) return unknownId(work);
  checkVersion(request, existing, switches);
  const operations = patchOperations(bodyOf(request, switches), switches);
  refuseTooMany(changedMembers(operations), work);
  const attributes = applyPatch(attributesOf(existing), operations, type, switches);
  const changed = write(work, existing, attributes, 'PATCH');
  const answer = single(changed, work);
  if (switches.patchAnswer === 'resource' || work.request.query.has('attributes')) return answer;
  return { status: 204, headers: answer.headers ?? {}, body: null };
}

/** RFC 7644, 3.6. */
export function remove(work: Work, id: string): ScimAnswer {
  const { emulation, type, request, readLag } = work;
  const { resources, switches, types } = emulation;
  const existing = resources.store(type).get(id);
  if (existing === undefined) return unknownId(work);
  checkVersion(request, existing, switches);
  if (type.name === 'User' && switches.userDeletion === 'disables') {
    write(work, existing, { ...attributesOf(existing), active: false }, 'DELETE');
  } else {
    resources.delete(type, id, types);
    if (readLag > 0) resources.store(type).showLate(id, existing, readLag);
  }
  return { status: switches.deletedStatus, body: null };
}

function write(
  work: Work,
  existing: StoredResource,
  attributes: JsonObject,
  method: 'PUT' | 'PATCH' | 'DELETE',
): StoredResource {
  const { emulation, type, readLag } = work;
  const { resources, switches } = emulation;
  const permitted = permittedChange(existing, attributes, { type, method, switches });
  const changed = resources.replace(type, existing, permitted);
  if (readLag > 0) resources.store(type).showLate(existing.id, existing, readLag);
  return changed;
}

/** The answer with one resource. */
function single(resource: StoredResource, { emulation, type, request }: Work): ScimAnswer {
  const { switches, representation } = emulation;
  const named = { attributes: names(request, 'attributes'), excluded: names(request, 'excludedAttributes') };
  return {
    status: 200,
    headers: {
      ...(switches.etags ? { etag: resource.meta.version } : {}),
      ...(switches.sendsLocation
        ? { 'content-location': locationOf(resource.id, type.endpoint, representation) }
        : {}),
    },
    body: toldResource(emulation, type, resource, named),
  };
}

function names({ query }: ScimRequest, parameter: string): readonly string[] {
  return (query.get(parameter) ?? '').split(',').flatMap((name) => name.trim() || []);
}

function isHidden(resource: StoredResource, { type, emulation }: Work): boolean {
  return emulation.switches.hidesDisabledUsers && type.name === 'User' && resource['active'] === false;
}

function unknownId({ emulation, type }: Work): ScimAnswer {
  const { unknownIdAnswer } = emulation.switches;
  if (unknownIdAnswer !== 'emptyList') {
    throw new ScimError(unknownIdAnswer, null, `There is no ${type.name} with this id.`);
  }
  const schemas = ['urn:ietf:params:scim:api:messages:2.0:ListResponse'];
  return { status: 200, body: { schemas, totalResults: 0, startIndex: 1, itemsPerPage: 0, Resources: [] } };
}

function existingUser(attributes: JsonObject, { emulation, type }: Work): StoredResource | undefined {
  const { userName } = attributes;
  const isAsked = type.name === 'User' && emulation.switches.existingUserAnswer === 'existing';
  return isAsked && typeof userName === 'string' ? emulation.resources.userNamed(userName) : undefined;
}

function refuseTooManyMembers(members: Json | undefined, work: Work): void {
  refuseTooMany(Array.isArray(members) ? members.length : 0, work);
}

function refuseTooMany(members: number, { emulation }: Work): void {
  const { maxMembersPerRequest, tooManyMembersStatus } = emulation.switches;
  if (maxMembersPerRequest === null || members <= maxMembersPerRequest) return;
  const detail = `A request may change ${maxMembersPerRequest} members.`;
  throw tooManyMembersStatus === 413 ? new ScimError(413, null, detail) : badRequest('invalidValue', detail);
}
