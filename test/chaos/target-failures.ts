import type { Fault } from '../../src/emulators/strict-scim/index.js';
import type { Combination, Plan } from './combination.js';
import { story, type Chapter } from './story.js';

/** How a target fails on a request. */
const failures: readonly {
  readonly title: string;
  readonly fault: Fault;
  /** Operations that can meet it; all unless told. */
  readonly meets?: (chapter: Chapter) => boolean;
}[] = [
  { title: '429 with Retry-After', fault: { status: 429, retryAfter: '1' } },
  { title: '429', fault: { status: 429 } },
  { title: '500', fault: { status: 500 } },
  { title: '502', fault: { status: 502 } },
  { title: '503', fault: { status: 503 } },
  { title: '500 after the effect', fault: { status: 500, isCarriedOut: true } },
  { title: '502 after the effect', fault: { status: 502, isCarriedOut: true } },
  { title: 'reset before', fault: { dropConnection: 'before' } },
  { title: 'reset after', fault: { dropConnection: 'after' } },
  { title: 'reset after, twice', fault: { dropConnection: 'after', times: 2 }, meets: isSentAgain },
  { title: 'slow', fault: { latencyMs: 3_000 } },
  { title: 'HTML', fault: { html: true, status: 503 } },
  { title: 'HTML with 200', fault: { html: true } },
  { title: 'HTML after the effect', fault: { html: true, isCarriedOut: true } },
  {
    title: 'truncated JSON',
    fault: { isTruncated: true },
    meets: ({ request }) => request.method !== 'DELETE',
  },
];

/** What was created is found by asking; there is no second request that could be lost. */
function isSentAgain({ id }: Chapter): boolean {
  return !['firstCycle', 'createUser', 'createGroup'].includes(id);
}

/** Each failure on the request of each operation: a story for each failure. */
export function targetFailures(): readonly Plan[] {
  return failures.map(({ title, fault, meets = () => true }): Plan => ({
    name: `target: ${title}`,
    arena: 'shared',
    isWholeStory: false,
    combinations: story.filter(meets).map((chapter) => at(chapter, title, fault)),
  }));
}

function at({ id, title: row, request }: Chapter, column: string, fault: Fault): Combination {
  return {
    id: `target/${id}/${column}`,
    table: 'The target fails',
    row,
    column,
    chapter: id,
    strike: { type: 'target', fault: { ...fault, ...request } },
  };
}
