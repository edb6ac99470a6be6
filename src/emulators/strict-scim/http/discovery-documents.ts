import type { Emulation } from '../emulation.js';
import type { Json, JsonObject } from '../json.js';
import type { ResourceType, Schema } from '../schema/resource-type.js';
import type { Switches } from '../switches.js';

const core = 'urn:ietf:params:scim:schemas:core:2.0';

export interface DiscoveryDocuments {
  readonly serviceProviderConfig: JsonObject;
  readonly resourceTypes: readonly JsonObject[];
  readonly schemas: readonly JsonObject[];
}

/** What the target says of itself: what the switches make of it, unless it is to say something else. */
export function discoveryDocuments({ switches, types, baseUrl }: Emulation): DiscoveryDocuments {
  const offered = switches.hasGroups ? [types.User, types.Group] : [types.User];
  return {
    serviceProviderConfig: serviceProviderConfig(switches, baseUrl),
    resourceTypes: offered.map((type) => resourceType(type, baseUrl)),
    schemas: offered.flatMap((type) => [type.core, ...type.extensions]).map((one) => schema(one, baseUrl)),
  };
}

/** RFC 7643, 5; `pagination` is from RFC 9865, 4. */
function serviceProviderConfig(switches: Switches, baseUrl: string): JsonObject {
  const isTrue = switches.discovery !== 'wrong';
  const hasPatch = switches.userPatch !== 'refused' || switches.groupPatch !== 'refused';
  return {
    schemas: [`${core}:ServiceProviderConfig`],
    documentationUri: 'https://www.rfc-editor.org/rfc/rfc7644',
    patch: { supported: hasPatch === isTrue },
    bulk: {
      supported: (switches.bulk !== null) === isTrue,
      maxOperations: switches.bulk?.maxOperations ?? 0,
      maxPayloadSize: switches.bulk?.maxPayloadBytes ?? 0,
    },
    filter: { supported: true, maxResults: maxResults(switches) },
    changePassword: { supported: false },
    sort: { supported: switches.sorting === isTrue },
    etag: { supported: switches.etags === isTrue },
    pagination: {
      cursor: switches.cursorPaging === isTrue,
      index: switches.indexPaging,
      defaultPaginationMethod: switches.indexPaging ? 'index' : 'cursor',
      defaultPageSize: switches.defaultPageSize,
      maxPageSize: switches.maxPageSize,
      cursorTimeout: Math.floor(switches.cursorLifetimeMs / 1000),
    },
    authenticationSchemes: [
      {
        type: 'oauthbearertoken',
        name: 'OAuth Bearer Token',
        description: 'A long-lived token in the Authorization header.',
        specUri: 'https://www.rfc-editor.org/rfc/rfc6750',
        primary: true,
      },
    ],
    meta: { resourceType: 'ServiceProviderConfig', location: `${baseUrl}/ServiceProviderConfig` },
  };
}

function maxResults({ discovery, maxPageSize }: Switches): number {
  return discovery === 'truthful' ? maxPageSize : Math.ceil(maxPageSize / 2);
}

/** RFC 7643, 6. */
function resourceType(type: ResourceType, baseUrl: string): JsonObject {
  return {
    schemas: [`${core}:ResourceType`],
    id: type.name,
    name: type.name,
    description: type.core.description,
    endpoint: `/${type.endpoint}`,
    schema: type.core.urn,
    schemaExtensions: type.extensions.map(({ urn }) => ({ schema: urn, required: false })),
    meta: { resourceType: 'ResourceType', location: `${baseUrl}/ResourceTypes/${type.name}` },
  };
}

/** RFC 7643, 7. */
function schema({ urn, name, description, attributes }: Schema, baseUrl: string): JsonObject {
  return {
    schemas: [`${core}:Schema`],
    id: urn,
    name,
    description,
    attributes: attributes as unknown as readonly Json[], // plain data in the shape that the RFC gives it
    meta: { resourceType: 'Schema', location: `${baseUrl}/Schemas/${urn}` },
  };
}
