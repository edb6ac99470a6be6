import { without } from '../without.js';
import type { BodyFault } from './fault.js';

/** Spoils a collection's body the way a fault says; other bodies stay as they are. */
export function spoiled(
  body: unknown,
  fault: BodyFault,
  links: { readonly self: string; readonly concluded: (nextLink: string) => string | null },
): unknown {
  if (!isCollection(body)) return body;
  switch (fault) {
    case 'emptyPage':
      return { '@odata.context': body['@odata.context'], '@odata.nextLink': links.self, value: [] };
    case 'endlessNextLink':
      return { ...without(body, '@odata.deltaLink'), '@odata.nextLink': links.self };
    case 'duplicates':
      return { ...body, value: body.value.flatMap((item) => [item, item]) };
    case 'reversed':
      return { ...body, value: body.value.toReversed() };
    case 'missingContext':
      return without(body, '@odata.context');
    case 'zeroResults':
      return { ...ended(body, links.concluded), value: [] };
    case 'skippedPage':
      return { ...body, value: [] };
    case 'missingItems':
      return { ...body, value: body.value.filter((_, index) => index % 2 === 1) };
    case 'endsEarly':
      return ended(body, links.concluded);
  }
}

/** The page as the last one of its list. */
function ended(body: Collection, concluded: (nextLink: string) => string | null): object {
  const next = body['@odata.nextLink'];
  const deltaLink = typeof next === 'string' ? concluded(next) : null;
  return {
    ...without(body, '@odata.nextLink'),
    ...(deltaLink === null ? {} : { '@odata.deltaLink': deltaLink }),
  };
}

interface Collection {
  readonly '@odata.context'?: unknown;
  readonly value: readonly unknown[];
  readonly [member: string]: unknown;
}

function isCollection(body: unknown): body is Collection {
  return typeof body === 'object' && body !== null && 'value' in body && Array.isArray(body.value);
}
