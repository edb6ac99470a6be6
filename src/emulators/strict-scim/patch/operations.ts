import { isObject, type Json } from '../json.js';
import { badRequest } from '../scim-error.js';
import type { Switches } from '../switches.js';

export const patchUrn = 'urn:ietf:params:scim:api:messages:2.0:PatchOp';

export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string | null;
  /** Undefined where the operation has none. */
  readonly value: Json | undefined;
}

/**
 * The operations of a PATCH body. RFC 7644, 3.5.2.
 * @throws {ScimError} 400 `invalidSyntax`, `invalidValue` or `noTarget`.
 */
export function patchOperations(body: Json, switches: Switches): readonly PatchOperation[] {
  if (!isObject(body)) throw badRequest('invalidSyntax', 'The body must be an object.');
  const schemas = body['schemas'];
  const listed = Array.isArray(schemas) ? (schemas as readonly Json[]) : [];
  if (!listed.some((urn) => typeof urn === 'string' && urn.toLowerCase() === patchUrn.toLowerCase())) {
    throw badRequest('invalidSyntax', `schemas must hold ${patchUrn}.`);
  }
  const operations = body['Operations'] ?? body['operations'];
  if (!Array.isArray(operations) || operations.length === 0) {
    throw badRequest('invalidSyntax', 'Operations must be an array with at least one operation.');
  }
  return (operations as readonly Json[]).map((operation) => patchOperation(operation, switches));
}

function patchOperation(operation: Json, switches: Switches): PatchOperation {
  if (!isObject(operation)) throw badRequest('invalidSyntax', 'An operation must be an object.');
  const { op, path = null, value } = operation;
  if (path !== null && typeof path !== 'string') throw badRequest('invalidPath', 'path must be a string.');
  const parsed = { op: operationName(op, switches), path: path === '' ? null : path, value };
  if (parsed.op === 'remove' && parsed.path === null) {
    throw badRequest('noTarget', 'A remove must have a path.');
  }
  if (parsed.op !== 'remove' && value === undefined) {
    throw badRequest('invalidValue', `An operation ${parsed.op} must have a value.`);
  }
  return parsed;
}

function operationName(op: Json | undefined, { operationNames }: Switches): PatchOperation['op'] {
  const name = typeof op === 'string' ? op : '';
  const known = (['add', 'replace', 'remove'] as const).find((one) => one === name.toLowerCase());
  const capitalized = known === undefined ? '' : known.charAt(0).toUpperCase() + known.slice(1);
  const isTaken = {
    lowerCase: name === known,
    capitalized: name === capitalized,
    anyCase: true,
  }[operationNames];
  if (known === undefined || !isTaken) {
    const names = operationNames === 'capitalized' ? 'Add, Replace or Remove' : 'add, replace or remove';
    throw badRequest('invalidSyntax', `op must be ${names}.`);
  }
  return known;
}
