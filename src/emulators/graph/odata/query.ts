import { badRequest, unsupported } from './errors.js';

/** The system query options of one request; names in any case, `$` or not. */
export interface Query {
  readonly select: readonly string[] | null;
  readonly expand: string | null;
  readonly filter: string | null;
  readonly top: number | null;
  readonly skipToken: string | null;
  readonly deltaToken: string | null;
  /** Names of all options that were given, lower case, with their `$`. */
  readonly given: ReadonlySet<string>;
}

const known = new Set([
  '$select',
  '$expand',
  '$filter',
  '$top',
  '$skiptoken',
  '$deltatoken',
  '$count',
  '$orderby',
  '$search',
  '$format',
]);

export function queryOf(raw: unknown): Query {
  const options = new Map<string, string>();
  for (const [name, value] of Object.entries(raw ?? {})) {
    const option = name.toLowerCase();
    if (!option.startsWith('$')) continue;
    if (!known.has(option)) throw badRequest(`The query parameter '${name}' is not supported.`);
    if (typeof value !== 'string' || options.has(option)) {
      throw badRequest(
        `Query option '${option}' was specified more than once, but it must be specified at most once.`,
      );
    }
    options.set(option, value);
  }
  return {
    select: listOf(options.get('$select')),
    expand: options.get('$expand') ?? null,
    filter: options.get('$filter') ?? null,
    top: topOf(options.get('$top')),
    skipToken: options.get('$skiptoken') ?? null,
    deltaToken: options.get('$deltatoken') ?? null,
    given: new Set(options.keys()),
  };
}

/** @throws {GraphError} when one of these options was given. */
export function refuse(query: Query, ...options: readonly string[]): void {
  for (const option of options) {
    if (query.given.has(option)) throw unsupported(`The query option '${option}' is not supported here.`);
  }
}

/** Ids of `id eq '..' or id eq '..'`, at most 50: the only filter a delta query takes. */
export function idsOf(filter: string): readonly string[] {
  const ids = filter
    .split(/\s+or\s+/i)
    .map((term) => /^\s*\(?\s*id\s+eq\s+'([^']+)'\s*\)?\s*$/i.exec(term)?.[1]);
  if (ids.length > 50) throw badRequest('The filter of a delta query may name at most 50 ids.');
  return ids.map((id) => {
    if (id === undefined)
      throw unsupported("A delta query only supports filters of the form id eq '{id}' or ...");
    return id.toLowerCase();
  });
}

function listOf(text: string | undefined): readonly string[] | null {
  if (text === undefined) return null;
  const names = text.split(',').map((name) => name.trim());
  if (names.some((name) => name === '')) {
    throw badRequest('Parsing OData Select and Expand failed: a property name is missing.');
  }
  return [...new Set(names)];
}

function topOf(text: string | undefined): number | null {
  if (text === undefined) return null;
  const top = Number(text);
  if (!Number.isInteger(top) || top < 1 || top > 999) {
    throw badRequest(`Invalid page size specified: '${text}'. Must be between 1 and 999 inclusive.`);
  }
  return top;
}
