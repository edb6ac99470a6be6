type Json = Record<string, unknown>;

/** What a server makes of one operation, as it comes over the wire. */
interface Operation {
  readonly op: string;
  readonly path?: string;
  readonly value?: unknown;
}

const PATH =
  /^(?:(?<urn>urn:.*):)?(?<attribute>[A-Za-z0-9]+)(?:\[(?<key>\w+) eq (?<literal>"[^"]*"|true|false)\])?(?:\.(?<part>\w+))?$/;

/**
 * Applies a PATCH as RFC 7644, section 3.5.2, says, written for these tests and nothing else: strict, so that a filter that
 * selects nothing is an error, but with the leniency of servers that were built for Entra where `madeForEntra` says so.
 */
export function apply(resource: Json, operations: readonly Operation[], madeForEntra: boolean): Json {
  const result = structuredClone(resource);
  for (const { op, path, value } of operations) {
    const verb = op.toLowerCase();
    if (path !== undefined) carryOut(result, verb, path, value, madeForEntra);
    else for (const [name, part] of Object.entries(value as Json)) carryOut(result, verb, name, part, false);
  }
  return result;
}

function carryOut(resource: Json, verb: string, path: string, value: unknown, makesElements: boolean): void {
  const { urn, attribute, key, literal, part } = PATH.exec(path)?.groups ?? {};
  if (attribute === undefined) throw new Error(`invalidPath: ${path}`);
  const container = urn === undefined ? resource : ((resource[urn] ??= {}) as Json);
  if (key !== undefined) {
    changeElements(
      container,
      verb,
      { attribute, key, wanted: literal?.replaceAll('"', ''), part },
      value,
      makesElements,
    );
  } else if (part !== undefined) {
    setPart((container[attribute] ??= {}) as Json, verb, part, value);
  } else if (verb === 'add' && Array.isArray(container[attribute])) {
    (container[attribute] as unknown[]).push(...(value as unknown[]));
  } else {
    setPart(container, verb, attribute, attribute === 'manager' ? managerOf(value) : value);
  }
}

function changeElements(
  container: Json,
  verb: string,
  at: { attribute: string; key: string; wanted: string | undefined; part: string | undefined },
  value: unknown,
  makesElements: boolean,
): void {
  const elements = (container[at.attribute] ??= []) as Json[];
  const isMeant = (element: Json): boolean =>
    String(element[at.key]).toLowerCase() === at.wanted?.toLowerCase();
  if (!elements.some(isMeant)) {
    if (!(makesElements && verb === 'add')) throw new Error(`noTarget: ${at.attribute}`);
    elements.push({ [at.key]: at.wanted });
  }
  if (at.part === undefined) container[at.attribute] = elements.filter((element) => !isMeant(element));
  else for (const element of elements.filter(isMeant)) setPart(element, verb, at.part, value);
}

function setPart(object: Json, verb: string, name: string, value: unknown): void {
  if (verb === 'remove') Reflect.deleteProperty(object, name);
  else object[name] = value;
}

/** Servers that want a text or an array make the same of it. */
function managerOf(value: unknown): unknown {
  if (Array.isArray(value)) return value[0] as unknown;
  return typeof value === 'string' ? { value } : value;
}
