import { describe, expect, it } from '@jest/globals';
import pc from 'picocolors';
import type { LogEntry } from '../../../src/cli/logs/log-client.js';
import { logText } from '../../../src/cli/logs/log-text.js';

const ann = { value: 't-1', display: 'Ann Lee' };

function textOf(change: LogEntry['changes'][number]): string | undefined {
  const entry: LogEntry = {
    id: '1',
    activityDateTime: '2026-01-01T00:00:00.000Z',
    cycle: 1,
    action: 'update',
    status: 'success',
    sourceId: 'g-1',
    sourceName: 'Sales',
    targetId: 't-9',
    errorCode: null,
    reason: null,
    durationInMilliseconds: 1,
    changes: [change],
  };
  return logText(entry, pc.createColors(false)).split('\n')[1]?.trim();
}

describe('a change in the log', () => {
  it.each<[string, LogEntry['changes'][number], string]>([
    ['of a value', { path: 'title', oldValue: 'A', newValue: 'B' }, 'title: "A" -> "B"'],
    ['to a first value', { path: 'title', oldValue: null, newValue: 'B' }, 'title: (none) -> "B"'],
    ['that adds', { path: 'roles', oldValue: null, newValue: ['a'], adds: true }, 'roles: + ["a"]'],
    [
      'of who joined',
      { path: 'members', oldValue: null, newValue: [ann, { value: 't-2' }], adds: true },
      'members: + Ann Lee (t-1), "t-2"',
    ],
    ['of who left', { path: 'members', oldValue: [ann], newValue: null }, 'members: - Ann Lee (t-1)'],
    [
      'of a manager',
      { path: 'manager', oldValue: null, newValue: [ann] },
      'manager: (none) -> Ann Lee (t-1)',
    ],
  ])('%s', (_, change, text) => {
    expect(textOf(change)).toBe(text);
  });
});
