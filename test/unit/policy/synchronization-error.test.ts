import { describe, expect, it } from '@jest/globals';
import { remedyFor, synchronizationError, withoutRemedy } from '../../../src/policy/synchronization-error.js';

describe('synchronizationError', () => {
  it.each([
    ['CredentialsRejected', true],
    ['ConfigurationInvalid', true],
    ['TargetUnavailable', false],
    ['toString', false],
    ['TimedOut', false],
  ])('%s is for an administrator to mend: %s', (code, tenantActionable) => {
    expect(synchronizationError(code, 'why')).toEqual({ code, message: 'why', tenantActionable });
  });

  it('cuts a message that would swell the status', () => {
    expect(synchronizationError('TargetUnavailable', 'x'.repeat(5_000)).message).toHaveLength(1_000);
  });
});

describe('remedyFor', () => {
  it('gives the standing advice of a known failure, and none for others', () => {
    expect(remedyFor('CredentialsRejected')).toContain('test-connection');
    expect(remedyFor('constructor')).toBeNull();
  });
});

describe('withoutRemedy', () => {
  const code = 'CredentialsRejected';
  const remedy = remedyFor(code) ?? '';

  it('tells what went wrong alone, so that the advice is told once', () => {
    expect(withoutRemedy({ code, message: `Refused with 401. ${remedy}` })).toBe('Refused with 401.');
  });

  it.each([
    ['another advice', { code, message: 'Refused with 401. Call them.' }],
    ['the advice of another code', { code: 'TargetUnavailable', message: `Refused. ${remedy}` }],
    ['a code that has none', { code: 'constructor', message: 'Refused.' }],
  ])('leaves %s', (_, error) => {
    expect(withoutRemedy(error)).toBe(error.message);
  });
});
