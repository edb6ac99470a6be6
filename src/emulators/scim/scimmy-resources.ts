import SCIMMY from 'scimmy';
import { NotUnique, type ResourceStore, type StoredResource } from './resource-store.js';

/** One target's data: what scimmy's handlers get as context with each request. */
export interface TenantStores {
  readonly users: ResourceStore;
  readonly groups: ResourceStore;
}

/** What scimmy tells a handler of the request it serves. */
interface Request {
  readonly id?: string;
  readonly filter?: { match(values: readonly object[]): object[] };
  constraints?: { startIndex?: number; count?: number; sortBy?: string; totalResults?: number };
}

const DEFAULT_PAGE_SIZE = 20;

let isDeclared = false;

/**
 * Declares User (with EnterpriseUser and Dialpad's custom attributes in it) and Group. scimmy keeps its resource types
 * in global state, once a process; so the handlers hold no data, but take it from the context of each request.
 */
export function declareResources(): void {
  if (isDeclared) return;
  isDeclared = true;
  SCIMMY.Schemas.EnterpriseUser.definition.extend([
    new SCIMMY.Types.Attribute('string', 'officeName', { description: 'The office by its exact name.' }),
    new SCIMMY.Types.Attribute('string', 'licenseType', { description: 'The licence of the user.' }),
  ]);
  suggestNoRoleTypes();
  SCIMMY.Resources.declare(SCIMMY.Resources.User).extend(SCIMMY.Schemas.EnterpriseUser, false);
  SCIMMY.Resources.declare(SCIMMY.Resources.Group);
  handle(SCIMMY.Resources.User, 'users');
  handle(SCIMMY.Resources.Group, 'groups');
}

/** The RFC suggests no types of roles, which scimmy takes for: no type is allowed. Entra's roles have one. */
function suggestNoRoleTypes(): void {
  const type = SCIMMY.Schemas.User.definition.attribute('roles.type');
  type.config.canonicalValues = false;
}

function handle(
  resourceType: typeof SCIMMY.Resources.User | typeof SCIMMY.Resources.Group,
  kind: keyof TenantStores,
): void {
  const type = resourceType as typeof SCIMMY.Resources.User; // the two differ in their schema alone
  type.ingress((request: Request, instance: object, stores: TenantStores): never => {
    return write(request, instance, stores[kind]) as never; // scimmy applies the schema to what comes
  });
  type.egress((request: Request, stores: TenantStores): never => read(request, stores[kind]) as never);
  type.degress((request: Request, stores: TenantStores) => {
    if (!stores[kind].delete(request.id ?? '')) throw notFound(request.id);
  });
}

function write({ id }: Request, instance: object, store: ResourceStore): StoredResource {
  try {
    const written = id === undefined ? store.create(instance) : store.replace(id, instance);
    if (written === undefined) throw notFound(id);
    return written;
  } catch (error) {
    if (error instanceof NotUnique) throw new SCIMMY.Types.Error(409, 'uniqueness', error.message);
    throw error;
  }
}

function read(request: Request, store: ResourceStore): StoredResource | readonly StoredResource[] {
  if (request.id !== undefined) {
    const resource = store.get(request.id);
    if (resource === undefined) throw notFound(request.id);
    return resource;
  }
  const all = store.all();
  const { filter } = request;
  return filter === undefined ? pageOf(request, all) : all.filter((resource) => isMatch(filter, resource));
}

/** scimmy's filters fail on a resource that lacks a complex attribute, and know extension attributes by full name. */
function isMatch(filter: NonNullable<Request['filter']>, resource: StoredResource): boolean {
  const view: Record<string, unknown> = { ...resource };
  for (const [urn, extension] of Object.entries(resource)) {
    if (!urn.startsWith('urn:')) continue;
    for (const [name, value] of Object.entries(extension as object)) view[`${urn}:${name}`] = value;
  }
  try {
    return filter.match([view]).length > 0;
  } catch {
    return false;
  }
}

/**
 * scimmy builds a schema instance of everything it is given and cuts the page out afterwards: slow with many resources.
 * It leaves alone a page that was cut already where it is shorter than its start, so those are cut here.
 */
function pageOf(request: Request, all: readonly StoredResource[]): readonly StoredResource[] {
  const { startIndex = 1, count = DEFAULT_PAGE_SIZE, sortBy } = request.constraints ?? {};
  if (sortBy !== undefined || (startIndex !== 1 && startIndex <= count)) return all;
  request.constraints = { ...request.constraints, totalResults: all.length };
  return all.slice(startIndex - 1, startIndex - 1 + count);
}

function notFound(id: string | undefined): Error {
  return new SCIMMY.Types.Error(404, null as never, `Resource ${id ?? ''} not found`);
}
