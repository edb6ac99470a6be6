/** JSON objects whose names are case-insensitive, as SCIM's are. */
export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object's own spelling of `name`. Names are case-insensitive: RFC 7643, section 2.1. */
export function keyOf(object: JsonObject, name: string): string | undefined {
  if (Object.hasOwn(object, name)) return name;
  const lower = name.toLowerCase();
  return Object.keys(object).find((key) => key.toLowerCase() === lower);
}

/** The value of `name`, undefined when `container` is no object or has no such name. */
export function valueOf(container: unknown, name: string): unknown {
  if (!isObject(container)) return undefined;
  const key = keyOf(container, name);
  return key === undefined ? undefined : container[key];
}

/** The object under `name`, made when there is none. */
export function childObject(container: JsonObject, name: string): JsonObject {
  const existing = valueOf(container, name);
  if (isObject(existing)) return existing;
  const created: JsonObject = {};
  container[keyOf(container, name) ?? name] = created;
  return created;
}

/** The list under `name`, made when there is none. */
export function childArray(container: JsonObject, name: string): unknown[] {
  const existing = valueOf(container, name);
  if (Array.isArray(existing)) return existing as unknown[];
  const created: unknown[] = [];
  container[keyOf(container, name) ?? name] = created;
  return created;
}
