import type { StoredResource } from '../resources/stored-resource.js';
import { ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { ScimRequest } from './exchange.js';

/** @throws {ScimError} 412 when the client has seen another version. RFC 7644, 3.14. */
export function checkVersion(request: ScimRequest, { meta }: StoredResource, { etags }: Switches): void {
  const wanted = request.headers['if-match'];
  if (!etags || wanted === undefined || isAmong(wanted, meta.version)) return;
  throw new ScimError(412, null, 'The resource has changed meanwhile.');
}

/** Whether the client has this version already. */
export function isUnchanged(request: ScimRequest, { meta }: StoredResource, { etags }: Switches): boolean {
  const known = request.headers['if-none-match'];
  return etags && known !== undefined && isAmong(known, meta.version);
}

/** Weak comparison: `W/"3"` and `"3"` are one version (RFC 9110, 8.8.3.2). */
function isAmong(header: string, version: string): boolean {
  const tags = header.split(',').map((tag) => opaque(tag.trim()));
  return tags.includes('*') || tags.includes(opaque(version));
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '');
}
