import { describe, expect, it } from '@jest/globals';
import { whyConfigureIsRefused } from '../../../src/policy/configure-request.js';

const APP = { id: 'dialpad', connector: 'dialpad', provisioningStatus: 'on', interval: '40m' };
const request = (app: object) => ({ configuration: { source: {}, app } });

describe('whyConfigureIsRefused', () => {
  it('lets a configuration of this app pass', () => {
    expect(whyConfigureIsRefused('dialpad', request(APP))).toBeNull();
  });

  it.each([[undefined], [null], ['dialpad'], [{}], [{ configuration: null }], [{ configuration: {} }]])(
    'explains what is expected instead of %j',
    (input) => {
      expect(whyConfigureIsRefused('dialpad', input)).toContain('expected one argument like');
    },
  );

  it.each([
    [{ ...APP, id: 'other' }, 'configuration.app.id must be "dialpad", the app of this job, not "other"'],
    [{ ...APP, connector: '' }, 'configuration.app.connector must name a connector, not ""'],
    [
      { ...APP, provisioningStatus: undefined },
      'configuration.app.provisioningStatus must be "on" or "off", not missing',
    ],
    [
      { ...APP, interval: '40' },
      'configuration.app.interval must be a number with a unit, like 40m, not "40"',
    ],
    [{ ...APP, interval: 40 }, 'configuration.app.interval must be a number with a unit, like 40m, not 40'],
  ])('refuses %j', (app, reason) => {
    expect(whyConfigureIsRefused('dialpad', request(app))).toBe(reason);
  });
});
