import type { Combination, Plan } from './combination.js';

/** What is asked of Microsoft Graph, by the paths of its requests. More special ones first: the first that fits is struck. */
const reads = {
  token: '/*/oauth2/v2.0/token',
  'users, delta': '/v1.0/users/delta',
  'groups, delta': '/v1.0/groups/delta',
  assignments: '/v1.0/servicePrincipals/*/appRoleAssignedTo',
  'members of a group': '/v1.0/groups/*/members*',
  'service principal': '/v1.0/servicePrincipals/*',
  group: '/v1.0/groups/*',
} as const;

/** Every other request, so that each page fails once and is then told. */
const EVERY_OTHER = Array.from({ length: 500 }, (_, index) => 2 * index + 1);

interface Failure {
  readonly title: string;
  readonly fault: Readonly<Record<string, unknown>>;
  /** `always`: what is told is still all there, so every page may be told so. */
  readonly strikes: 'everyOther' | 'always';
  /** Only lists can fail so. */
  readonly isOfLists?: true;
}

const status = (code: number): Failure => ({
  title: String(code),
  fault: { kind: 'status', status: code },
  strikes: 'everyOther',
});
const everyOther = (kind: string): Failure => ({ title: kind, fault: { kind }, strikes: 'everyOther' });

const failures: readonly Failure[] = [
  { ...status(429), fault: { kind: 'status', status: 429, retryAfter: 0 } },
  status(500),
  status(502),
  status(503),
  status(504),
  everyOther('dropBefore'),
  everyOther('dropMiddle'),
  everyOther('truncatedJson'),
  everyOther('html'),
  everyOther('wrongContentType'),
  { ...everyOther('emptyPage'), isOfLists: true },
  { ...everyOther('endlessNextLink'), isOfLists: true },
  { title: 'delay', fault: { kind: 'delay', delayMs: 300 }, strikes: 'always' },
  { title: 'duplicates', fault: { kind: 'duplicates' }, strikes: 'always', isOfLists: true },
  { title: 'reversed', fault: { kind: 'reversed' }, strikes: 'always', isOfLists: true },
  { title: 'missingContext', fault: { kind: 'missingContext' }, strikes: 'always', isOfLists: true },
];

const lists: readonly string[] = ['users, delta', 'groups, delta', 'assignments', 'members of a group'];

/** Each failure on each page of each read, all through a story: a story for each failure. */
export function graphFailures(): readonly Plan[] {
  return failures.map(({ title, fault, strikes, isOfLists }): Plan => ({
    name: `Graph: ${title}`,
    arena: 'shared',
    isWholeStory: true,
    combinations: Object.entries(reads)
      .filter(([read]) => isOfLists !== true || lists.includes(read))
      .map(([read, path]): Combination => ({
        id: `graph/${read}/${title}`,
        table: 'Microsoft Graph fails',
        row: read,
        column: title,
        chapter: 'firstCycle',
        strike: {
          type: 'graph',
          fault: { ...fault, match: { path, ...(strikes === 'always' ? {} : { nth: EVERY_OTHER }) } },
        },
      })),
  }));
}
