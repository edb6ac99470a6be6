import { parseDuration } from './schedule.js';

/**
 * Why a configuration cannot be accepted, or null. This looks only at what a job itself relies on: who it is for, when
 * it runs and whether it runs. The activity that stores it checks the rest against the schema.
 */
export function whyConfigureIsRefused(appId: string, input: unknown): string | null {
  const configuration = field(input, 'configuration');
  const app = field(configuration, 'app');
  if (app === undefined) return 'expected one argument like { "configuration": { "source": …, "app": … } }';

  const id = field(app, 'id');
  if (id !== appId) return `configuration.app.id must be "${appId}", the app of this job, not ${shown(id)}`;

  const connector = field(app, 'connector');
  if (typeof connector !== 'string' || connector === '') {
    return `configuration.app.connector must name a connector, not ${shown(connector)}`;
  }
  const status = field(app, 'provisioningStatus');
  if (status !== 'on' && status !== 'off') {
    return `configuration.app.provisioningStatus must be "on" or "off", not ${shown(status)}`;
  }
  const interval = field(app, 'interval');
  if (typeof interval !== 'string' || parseDuration(interval) === null) {
    return `configuration.app.interval must be a number with a unit, like 40m, not ${shown(interval)}`;
  }
  return null;
}

function field(value: unknown, name: string): unknown {
  if (typeof value !== 'object' || value === null) return undefined;
  return (value as Readonly<Record<string, unknown>>)[name];
}

function shown(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value).slice(0, 80);
}
