import { jobConfigurations, loadConfigurationFile } from '../../config/load-configuration.js';
import {
  jobWorkflowId,
  validateCredentials,
  type ValidateCredentialsInput,
  type ValidateCredentialsResult,
} from '../../../workflows/contract.js';
import { requireWorker, validateOnce } from '../apply-configuration.js';
import { explain, explanationText } from '../explain-error.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import { printable } from '../format.js';
import type { Registration } from '../registration.js';
import { temporalSettings } from '../settings.js';
import { promptly, withTemporal } from '../temporal.js';
import { UserError } from '../user-error.js';

const VALIDATION_TIMEOUT_MS = 90_000;

interface TestConnectionOptions extends OutputChoice {
  readonly file?: string;
}

interface Outcome {
  readonly app: string;
  readonly ok: boolean;
  readonly checks: ValidateCredentialsResult['checks'];
  readonly error: string | null;
}

/** `test-connection`: try source and target with one harmless request each, for a job or for a file not applied yet. */
export const registerTestConnection: Registration = (program, terminal) => {
  program
    .command('test-connection')
    .description('try the credentials of source and target; changes nothing')
    .argument('[app]', 'a job, with the configuration it has')
    .option(
      '-f, --file <path>',
      'a configuration file that need not be applied; with an app, only that one of it',
    )
    .addOption(outputOption())
    .action(async (app: string | undefined, { file, output }: TestConnectionOptions) => {
      const settings = temporalSettings(terminal.env);
      const candidates = file === undefined ? undefined : candidatesOf(file, app);
      if (candidates === undefined && app === undefined)
        throw new UserError('Which connection? Name an app, or give a file with -f.', { exitCode: 2 });
      const outcomes = await withTemporal(settings, async (client) => {
        const attempt = async (
          id: string,
          test: () => Promise<ValidateCredentialsResult>,
        ): Promise<Outcome> => {
          try {
            return { app: id, ok: true, checks: (await test()).checks, error: null };
          } catch (error) {
            return { app: id, ok: false, checks: [], error: explanationText(explain(error, settings)) };
          }
        };
        await requireWorker(client, settings.taskQueue);
        if (candidates !== undefined)
          return Promise.all(
            candidates.map((job) => attempt(job.app.id, () => validateOnce(client, job, settings.taskQueue))),
          );
        const id = app ?? '';
        const handle = client.workflow.getHandle(jobWorkflowId(id));
        const validate = () =>
          handle.executeUpdate<ValidateCredentialsResult, [ValidateCredentialsInput]>(
            validateCredentials.name,
            { args: [{}] },
          );
        return [await attempt(id, () => promptly(client, validate, VALIDATION_TIMEOUT_MS))];
      });
      terminal.print(output === 'json' ? json(outcomes) : outcomes.map(outcomeText).join('\n'));
      if (outcomes.some(({ ok }) => !ok)) throw new UserError('A connection does not work.');
    });
};

function outcomeText({ app, ok, checks, error }: Outcome): string {
  if (!ok) return `${app}: failed\n  ${(error ?? '').replaceAll('\n', '\n  ')}`;
  return [`${app}: works`, ...checks.map(({ system, detail }) => `  ${system}: ${printable(detail)}`)].join(
    '\n',
  );
}

function candidatesOf(file: string, app: string | undefined) {
  const jobs = jobConfigurations(loadConfigurationFile(file));
  const chosen = jobs.filter((job) => app === undefined || job.app.id === app);
  if (chosen.length === 0)
    throw new UserError(
      `${file} has no app ${app ?? ''}. It has: ${jobs.map((job) => job.app.id).join(', ')}.`,
      {
        exitCode: 2,
      },
    );
  return chosen;
}
