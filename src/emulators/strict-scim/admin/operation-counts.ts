import type { RecordedRequest } from '../http/recorder.js';

/** How often each operation was asked for: `POST /Users`, `PATCH /Users/{id}`. */
export function operationCounts(requests: readonly RecordedRequest[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { method, path } of requests) {
    const [endpoint = '', id] = (path.split('?', 1)[0] ?? '').split('/').slice(1);
    const isSearch = id === '.search';
    const operation = `${method} /${endpoint}${id === undefined || id === '' ? '' : isSearch ? '/.search' : '/{id}'}`;
    counts[operation] = (counts[operation] ?? 0) + 1;
  }
  return counts;
}
