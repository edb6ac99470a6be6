import type { RecordedRequest } from '../../../src/emulators/strict-scim/index.js';

type Json = unknown;
type JsonObject = Readonly<Record<string, Json>>;

/** One thing that a request changed in the target, whether its answer arrived or not. */
export type Write = { readonly resourceId: string; readonly endpoint: 'Users' | 'Groups' } & (
  | { readonly type: 'create'; readonly body: JsonObject }
  | { readonly type: 'delete' }
  | { readonly type: 'set'; readonly path: string; readonly value: Json }
  | { readonly type: 'addMember' | 'removeMember'; readonly memberId: string }
);

/** What took effect, by the record of the target's requests, in order. */
export function writesIn(requests: readonly RecordedRequest[]): readonly Write[] {
  return requests.flatMap((request): readonly Write[] => {
    const { method, path, body, result } = request;
    const endpoint = path.startsWith('/Groups') ? 'Groups' : 'Users';
    if (result === null || result.status >= 300 || result.resourceId === null) return [];
    const what = { resourceId: result.resourceId, endpoint } as const;
    switch (method) {
      case 'POST':
        return [{ ...what, type: 'create', body: isObject(body) ? body : {} }];
      case 'DELETE':
        return [{ ...what, type: 'delete' }];
      case 'PATCH':
        return operationsOf(body).flatMap((operation) =>
          changesOf(operation).map((one) => ({ ...what, ...one })),
        );
      case 'PUT':
        return settings(isObject(body) ? body : {}).map((one) => ({ ...what, ...one }));
      default:
        return [];
    }
  });
}

type Change =
  | { readonly type: 'set'; readonly path: string; readonly value: Json }
  | { readonly type: 'addMember' | 'removeMember'; readonly memberId: string };

function changesOf({ op, path, value }: JsonObject): readonly Change[] {
  const isRemoval = String(op).toLowerCase() === 'remove';
  if (typeof path !== 'string') return isObject(value) ? settings(value) : [];
  const type = isRemoval ? 'removeMember' : 'addMember';
  const single = /^members\[value eq "([^"]+)"\]$/.exec(path)?.[1];
  if (single !== undefined) return [{ type, memberId: single }];
  if (path === 'members') return memberIds(value).map((memberId) => ({ type, memberId }));
  return [{ type: 'set', path, value: isRemoval ? null : value }];
}

function settings(values: JsonObject): readonly Change[] {
  return Object.entries(values)
    .filter(([path]) => path !== 'schemas')
    .flatMap(([path, value]): readonly Change[] => {
      if (path === 'members') return memberIds(value).map((memberId) => ({ type: 'addMember', memberId }));
      if (path.startsWith('urn:') && isObject(value))
        return Object.entries(value).map(([name, inner]) => ({
          type: 'set',
          path: `${path}:${name}`,
          value: inner,
        }));
      return [{ type: 'set', path, value }];
    });
}

function memberIds(value: Json): readonly string[] {
  const list: readonly Json[] = Array.isArray(value) ? value : [value];
  return list.flatMap((one) => (isObject(one) && typeof one['value'] === 'string' ? [one['value']] : []));
}

function operationsOf(body: Json): readonly JsonObject[] {
  const operations = isObject(body) ? body['Operations'] : undefined;
  return Array.isArray(operations) ? operations.filter(isObject) : [];
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
