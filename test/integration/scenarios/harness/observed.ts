import { isObject, valueOf, type JsonObject } from '../../../../src/schema/json-object.js';
import type { LogEntry } from '../../../../src/store/log-entry.js';
import { DOMAIN } from './directory.js';
import type { ExpectedAccount, ExpectedGroup, Requests } from './scenario.js';
import type { RecordedRequest, StoredResource } from './targets.js';

/** Names for the ids of what a target holds, or held: user names without the domain, and names of groups. */
export class Labels {
  readonly #labels = new Map<string, string>();

  /** Of two accounts or groups of one name the second is `ada#2`. */
  add(kind: 'User' | 'Group', resources: readonly StoredResource[]): void {
    for (const resource of resources) {
      if (this.#labels.has(resource.id)) continue;
      const plain = labelOf(kind, resource);
      const taken = new Set(this.#labels.values());
      let label = plain;
      for (let number = 2; taken.has(label); number += 1) label = `${plain}#${number}`;
      this.#labels.set(resource.id, label);
    }
  }

  of(id: string): string {
    return this.#labels.get(id) ?? id;
  }

  idOf(label: string): string {
    const found = [...this.#labels].findLast(([, each]) => each === label);
    if (found === undefined)
      throw new Error(
        `The target has nothing called ${label}, only ${[...this.#labels.values()].join(', ')}`,
      );
    return found[0];
  }

  /** The same with `{ada}` for ids, in keys and values of JSON. */
  within(json: unknown): unknown {
    let text = JSON.stringify(json ?? null);
    for (const [id, label] of this.#labels) text = text.replaceAll(id, `{${label}}`);
    return JSON.parse(text) as unknown;
  }
}

function labelOf(kind: 'User' | 'Group', resource: StoredResource): string {
  if (kind === 'Group') return String(resource['displayName']);
  return String(resource['userName']).toLowerCase().replace(`@${DOMAIN}`, '');
}

/** Ids of the directory, and those that nothing has and that are asked for to see whether the target answers. */
const GUID = /"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"/;

/** The requests of a cycle, by whether they change anything. */
export function requestsIn(
  recorded: readonly RecordedRequest[],
  labels: Labels,
): { readonly reads: Requests; readonly writes: Requests; readonly bodies: Record<string, unknown[]> } {
  const reads: Record<string, number> = {};
  const writes: Record<string, number> = {};
  const bodies: Record<string, unknown[]> = {};
  for (const request of recorded) {
    const counts = request.method === 'GET' ? reads : writes;
    const key = requestKey(request, labels);
    counts[key] = (counts[key] ?? 0) + 1;
    if (request.body !== undefined && request.body !== null)
      (bodies[key] ??= []).push(labels.within(contentOf(request)));
  }
  return { reads, writes, bodies };
}

function requestKey({ method, path, status }: RecordedRequest, labels: Labels): string {
  const [route = '', query] = path.split('?');
  const segments = route.split('/').map((segment) => labels.of(decodeURIComponent(segment)));
  const asked = query === undefined ? '' : `?${decodeURIComponent(query)}`.replace(GUID, '"{guid}"');
  const ending = status === null ? ' -> cut' : status >= 400 ? ` -> ${status}` : '';
  return `${method} ${segments.join('/')}${String(labels.within(asked))}${ending}`;
}

function contentOf({ method, body }: RecordedRequest): unknown {
  return method === 'PATCH' && isObject(body) ? body['Operations'] : body;
}

/** What the target holds, as far as `expected` asks: more than that of everybody it does not know. */
export function accountsAs(
  expected: Readonly<Record<string, ExpectedAccount>>,
  users: readonly StoredResource[],
  labels: Labels,
): Readonly<Record<string, unknown>> {
  return byLabel(users, labels, (user, label) => {
    const asked = expected[label];
    if (asked === undefined || typeof asked === 'string') return activity(user);
    return valuesAs(asked, user, labels);
  });
}

export function groupsAs(
  expected: Readonly<Record<string, ExpectedGroup>>,
  groups: readonly StoredResource[],
  labels: Labels,
): Readonly<Record<string, unknown>> {
  return byLabel(groups, labels, (group, label) => {
    const asked = expected[label];
    return asked === undefined || Array.isArray(asked)
      ? membersOf(group, labels)
      : valuesAs(asked, group, labels);
  });
}

/** Of each entry what happened to whom; of what went well no reason. */
export function logAs(entries: readonly LogEntry[]): readonly string[] {
  return entries
    .map(({ action, status, sourceName, errorCode, reason }) => {
      const code = errorCode ?? reason;
      const outcome = status === 'skipped' ? String(code) : `${status}${code === null ? '' : ` ${code}`}`;
      return `${action} ${nameIn(sourceName)}: ${outcome}`;
    })
    .sort();
}

function nameIn(sourceName: string | null): string {
  const name = /\((.*)\)$/.exec(sourceName ?? '')?.[1] ?? sourceName ?? 'nobody';
  return name.replace(`@${DOMAIN}`, '');
}

function byLabel(
  resources: readonly StoredResource[],
  labels: Labels,
  view: (resource: StoredResource, label: string) => unknown,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    resources.map((resource) => {
      const label = labels.of(resource.id);
      return [label, view(resource, label)];
    }),
  );
}

function activity({ active }: StoredResource): string {
  return String(active).toLowerCase() === 'false' ? 'disabled' : 'active';
}

function valuesAs(
  asked: object,
  resource: StoredResource,
  labels: Labels,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    Object.keys(asked).map((path) => [
      path,
      path === 'members' ? membersOf(resource, labels) : (labels.within(valueAt(resource, path)) ?? null),
    ]),
  );
}

function membersOf(group: StoredResource, labels: Labels): readonly string[] {
  const members = valueOf(group, 'members');
  return (Array.isArray(members) ? members : [])
    .filter(isObject)
    .map(({ value }) => labels.of(String(value)))
    .sort();
}

/** `emails.work.value` is of the element whose type is work; what no core attribute is called is of an extension. */
function valueAt(resource: JsonObject, path: string): unknown {
  let value: unknown = resource;
  for (const name of path.split('.'))
    value = Array.isArray(value) ? elementOf(value, name) : partOf(value, name);
  return value;
}

function elementOf(elements: readonly unknown[], name: string): unknown {
  return elements.find((element) => isObject(element) && element['type'] === name) ?? elements[Number(name)];
}

function partOf(value: unknown, name: string): unknown {
  if (!isObject(value)) return undefined;
  const own = valueOf(value, name);
  if (own !== undefined) return own;
  const extensions = Object.entries(value).filter(([key]) => key.startsWith('urn:'));
  return extensions
    .map(([, extension]) => (isObject(extension) ? valueOf(extension, name) : undefined))
    .find(Boolean);
}
