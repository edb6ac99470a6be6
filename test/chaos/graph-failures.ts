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
type Read = keyof typeof reads;

/** Every other request, so that each page fails once and is then told. */
const EVERY_OTHER = Array.from({ length: 500 }, (_, index) => 2 * index + 1);
/** A few, so that who reads again is told everything. */
const A_FEW = Array.from({ length: 40 }, (_, index) => 13 * index + 1);

interface Failure {
  readonly title: string;
  readonly fault: Readonly<Record<string, unknown>>;
  /** Which of the requests; all of them where everything is told all the same. */
  readonly nth: readonly number[] | null;
  /** Reads that can fail so. */
  readonly of: readonly Read[];
  /** Nothing shows it: who is new and was left out is found by the next cycle. */
  readonly isSilent?: true;
}

const all = Object.keys(reads) as readonly Read[];
const deltas: readonly Read[] = ['users, delta', 'groups, delta'];
/** Those that are compared with Graph's own count. A delta proves nothing about what it does not mention. */
const counted: readonly Read[] = ['assignments', 'members of a group'];
const lists: readonly Read[] = [...deltas, ...counted];

const everyOther = (title: string, of: readonly Read[], fault: object = { kind: title }): Failure => ({
  title,
  fault: { ...fault },
  nth: EVERY_OTHER,
  of,
});
const status = (code: number, of = all): Failure =>
  everyOther(String(code), of, { kind: 'status', status: code });
const always = (title: string, of: readonly Read[], fault: object = { kind: title }): Failure => ({
  ...everyOther(title, of, fault),
  nth: null,
});
const leavesOut = (kind: string): Failure => ({
  ...everyOther(kind, counted),
  nth: A_FEW,
  isSilent: true,
});

const failures: readonly Failure[] = [
  everyOther('429', all, { kind: 'status', status: 429, retryAfter: 0 }),
  ...[500, 502, 503, 504].map((code) => status(code)),
  { ...status(410, deltas), nth: A_FEW },
  ...['dropBefore', 'dropMiddle', 'truncatedJson', 'html', 'wrongContentType'].map((kind) =>
    everyOther(kind, all),
  ),
  ...['emptyPage', 'endlessNextLink'].map((kind) => everyOther(kind, lists)),
  ...['zeroResults', 'endsEarly', 'skippedPage', 'missingItems'].map(leavesOut),
  always('delay', all, { kind: 'delay', delayMs: 300 }),
  always('clockSkew', all, { kind: 'clockSkew', skewMs: 3_600_000 }),
  ...['duplicates', 'reversed', 'missingContext'].map((kind) => always(kind, lists)),
];

/** Each failure on each page of each read, all through a story: a story for each failure. */
export function graphFailures(): readonly Plan[] {
  return failures.map(({ title, fault, nth, of, isSilent }): Plan => ({
    name: `Graph: ${title}`,
    arena: 'shared',
    isWholeStory: true,
    restsAfterCycles: isSilent === true ? 2 : 1,
    combinations: all
      .filter((read) => of.includes(read))
      .map((read): Combination => ({
        id: `graph/${read}/${title}`,
        table: 'Microsoft Graph fails',
        row: read,
        column: title,
        chapter: 'firstCycle',
        strike: {
          type: 'graph',
          fault: { ...fault, match: { path: reads[read], ...(nth === null ? {} : { nth }) } },
        },
      })),
  }));
}
