import { describe, expect, it } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { parseResetScope } from '../../../src/policy/reset-scope.js';
import { recordingTerminal } from './recording-terminal.js';

const SCOPES = ['QuarantineState', 'Watermark', 'Escrows', 'ConnectorDataStore', 'Full', 'ForceDeletes'];

describe('scimflow restart --help', () => {
  it('says of every scope what it forgets', async () => {
    const terminal = recordingTerminal();

    expect(await run(['restart', '--help'], terminal)).toBe(0);

    const [, scopes = ''] = terminal.output().split('\nScopes:\n');
    expect(scopes.split('\n').map((line) => line.trim().split(/ {2,}/)[0])).toEqual(SCOPES);
    expect(scopes).not.toMatch(/^ +\w+$/m);
  });

  it('names no scope that a restart would not understand', () => {
    expect(parseResetScope(SCOPES.join(',')).unknown).toEqual([]);
  });
});
