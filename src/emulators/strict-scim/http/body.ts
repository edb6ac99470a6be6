import type { Json } from '../json.js';
import { badRequest, ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { ScimRequest } from './exchange.js';

/**
 * The parsed body.
 * @throws {ScimError} 413, 415 or 400 `invalidSyntax`.
 */
export function bodyOf(request: ScimRequest, { requestMediaType }: Switches): Json {
  const mediaType = (request.headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? '';
  const accepted =
    requestMediaType === null ? ['application/scim+json', 'application/json'] : [requestMediaType];
  if (!accepted.includes(mediaType)) {
    throw new ScimError(415, null, `The Content-Type must be ${accepted.join(' or ')}.`);
  }
  try {
    return JSON.parse(request.bodyText) as Json;
  } catch {
    throw badRequest('invalidSyntax', 'The body is no JSON.');
  }
}
