import type { CycleCounts, PlanResult } from '../../../workflows/contract.js';
import { counted, span, table } from '../format.js';

/** How long a cycle takes that makes these requests, in milliseconds, if the app takes as many as it is said to. */
export function forecastMs({ requests, requestsPerSecond }: PlanResult): number {
  return (requestsOf(requests) / requestsPerSecond) * 1_000;
}

/** What the next cycle would do, in figures. */
export function planText(app: string, plan: PlanResult): string {
  const { kind, counts, requests, requestsPerSecond } = plan;
  const all = requestsOf(requests);
  const kinds = byKind(requests).filter(([, count]) => count > 0);
  const made = kinds.map(([name, count]) => `${count.toLocaleString('en-US')} ${name}`).join(', ');
  return [
    `The next cycle of ${app} is ${kind === 'initial' ? 'an initial' : 'an incremental'} one. It would:`,
    table(countRows(counts)),
    all === 0
      ? 'It makes no request to the app.'
      : `It makes ${counted(all, 'request')} to the app (${made}): ${span(forecastMs(plan))} at ${requestsPerSecond} a second.`,
  ].join('\n');
}

/** How many writes are to be made. */
export function writesOf({ created, updated, disabled, deleted = 0 }: CycleCounts): number {
  return created + updated + disabled + deleted;
}

function countRows(counts: CycleCounts): readonly (readonly [string, string])[] {
  const { created, updated, disabled, deleted = 0, staged = 0, failed, skipped } = counts;
  const rows = [
    ['create', created],
    ['update', updated],
    ['disable', disabled],
    ['delete', deleted],
    ['hold back for an answer', staged],
    ['fail', failed],
    ['pass over', skipped],
  ] as const;
  return rows.map(([what, count]) => [`  ${what}`, count.toLocaleString('en-US')]);
}

function requestsOf(requests: PlanResult['requests']): number {
  return byKind(requests).reduce((sum, [, count]) => sum + count, 0);
}

function byKind(requests: PlanResult['requests']): readonly (readonly [string, number])[] {
  return (['read', 'create', 'update', 'delete'] as const).map((kind) => [kind, requests[kind]]);
}
