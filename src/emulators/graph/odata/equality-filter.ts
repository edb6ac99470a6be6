import { textOf, type Properties } from '../directory/records.js';
import { unsupported } from './errors.js';

const TERM = /^\s*(\w+)\s+eq\s+'((?:[^']|'')*)'\s*/i;
const OR = /^or\s+/i;

/**
 * Whether properties satisfy `name eq 'value' or ...`, the only filter that lists of users and groups take here. Letter case
 * does not count.
 * @throws {GraphError} 400 for any other filter.
 * @see Microsoft Graph, "Use the $filter query parameter": eq is supported by default on these properties.
 */
export function equalityFilter(
  filter: string | null,
  filterable: readonly string[],
): (properties: Properties) => boolean {
  if (filter === null) return () => true;
  const terms = [...termsOf(filter)];
  const unknown = terms.find(({ name }) => !filterable.includes(name));
  if (unknown !== undefined) throw unsupported(`Filtering by '${unknown.name}' is not supported here.`);
  return (properties) =>
    terms.some(({ name, value }) => textOf(properties, name)?.toLowerCase() === value.toLowerCase());
}

/** The id of `resourceId eq {id}`. */
export function resourceIdOf(filter: string | null): string | null {
  if (filter === null) return null;
  const [, id] = /^\s*resourceId\s+eq\s+([\da-f-]{36})\s*$/i.exec(filter) ?? [];
  if (id === undefined) throw unsupported('Assignments are filtered by resourceId eq {id} only.');
  return id.toLowerCase();
}

function* termsOf(filter: string): Generator<{ readonly name: string; readonly value: string }> {
  for (let rest = filter; ;) {
    const [whole, name, value] = TERM.exec(rest) ?? [];
    if (whole === undefined || name === undefined || value === undefined)
      throw unsupported("Lists are filtered by name eq 'value' or ... only.");
    yield { name, value: value.replaceAll("''", "'") };
    rest = rest.slice(whole.length);
    if (rest === '') return;
    const [or] = OR.exec(rest) ?? [];
    if (or === undefined) throw unsupported("Lists are filtered by name eq 'value' or ... only.");
    rest = rest.slice(or.length);
  }
}
