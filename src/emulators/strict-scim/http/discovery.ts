import { discoveryDocuments } from './discovery-documents.js';
import type { Emulation } from '../emulation.js';
import { ScimError } from '../scim-error.js';
import type { ScimAnswer, ScimRequest } from './exchange.js';
import { listUrn } from './queries.js';

/** Answers for the endpoints that describe the service; null for others. RFC 7644, 4. */
export function answerDiscovery(emulation: Emulation, request: ScimRequest): ScimAnswer | null {
  const [endpoint = '', name, ...rest] = request.segments;
  if (!['ServiceProviderConfig', 'ResourceTypes', 'Schemas'].includes(endpoint)) return null;
  const { discovery } = emulation.switches;
  if (discovery === 'missing' || rest.length > 0) throw new ScimError(404, null, 'There is nothing here.');
  if (request.method !== 'GET') throw new ScimError(405, null, `${endpoint} can only be read.`);
  // RFC 7644, 4: these endpoints are not filtered.
  if (request.query.has('filter')) throw new ScimError(403, null, `${endpoint} takes no filter.`);
  const documents = discoveryDocuments(emulation);
  if (endpoint === 'ServiceProviderConfig') {
    if (name !== undefined) throw new ScimError(404, null, 'There is nothing here.');
    return { status: 200, body: documents.serviceProviderConfig };
  }
  const all = endpoint === 'Schemas' ? documents.schemas : documents.resourceTypes;
  if (name === undefined) {
    const total = all.length;
    return {
      status: 200,
      body: { schemas: [listUrn], totalResults: total, startIndex: 1, itemsPerPage: total, Resources: all },
    };
  }
  const found = all.find(({ id }) => id === name);
  if (found === undefined) throw new ScimError(404, null, `${endpoint} has no ${name}.`);
  return { status: 200, body: found };
}
