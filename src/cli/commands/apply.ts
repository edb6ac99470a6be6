import { appliedText, requireSuccess } from '../applied-text.js';
import { applyConfiguration } from '../apply-configuration.js';
import { jobConfigurations, loadConfigurationFile } from '../../config/load-configuration.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import type { Registration } from '../registration.js';
import { temporalSettings } from '../settings.js';
import { withTemporal } from '../temporal.js';

interface ApplyOptions extends OutputChoice {
  readonly file: string;
}

/** `apply`: create or update the jobs of a configuration file. */
export const registerApply: Registration = (program, terminal) => {
  program
    .command('apply')
    .description('create or update the jobs of a configuration file')
    .requiredOption('-f, --file <path>', 'configuration file, YAML or JSON')
    .addOption(outputOption())
    .action(async ({ file, output }: ApplyOptions) => {
      const jobs = jobConfigurations(loadConfigurationFile(file));
      const settings = temporalSettings(terminal.env);
      const applied = await withTemporal(settings, (client) =>
        applyConfiguration(client, jobs, settings, (line) => {
          terminal.note(terminal.colors.dim(line));
        }),
      );
      terminal.print(
        output === 'json'
          ? json(applied)
          : applied.map((one) => appliedText(one, terminal.colors)).join('\n'),
      );
      requireSuccess(applied);
    });
};
