import { randomUUID } from 'node:crypto';
import { TypedSearchAttributes } from '@temporalio/common';
import {
  provisionOnDemandWorkflowId,
  searchAttributes,
  type ProvisionOnDemandInput,
  type ProvisionOnDemandResult,
} from '../../../workflows/contract.js';
import { nameOf } from '../../why/index.js';
import { requireWorker } from '../apply-configuration.js';
import { reportEntries } from '../logs/log-client.js';
import { readList } from '../logs/read-logs.js';
import { json, outputOption, type OutputChoice } from '../output-option.js';
import { objectNamed } from '../reports/named-object.js';
import { provisionText } from '../reports/provision-text.js';
import type { Registration } from '../registration.js';
import { apiSettings, temporalSettings } from '../settings.js';
import { withTemporal } from '../temporal.js';
import type { Terminal } from '../terminal.js';
import { AnsweredFailure } from '../user-error.js';
import { withinTime } from '../within-time.js';

const LONGEST_MS = 15 * 60_000;
/** An object's own attributes, and whom it names. */
const MOST_OPERATIONS = 10;

interface ProvisionOptions extends OutputChoice {
  readonly dryRun?: boolean;
}

/** `provision`: one user or group, at once. */
export const registerProvision: Registration = (program, terminal) => {
  program
    .command('provision')
    .description('provision one user or group now, and show each step; a job that is paused stays so')
    .argument('<app>', 'the app')
    .argument('<object>', 'object id, user principal name, mail address or display name of a user or group')
    .option('--dry-run', 'everything but the writing to the app')
    .addOption(outputOption())
    .action(async (app: string, who: string, { dryRun = false, output }: ProvisionOptions) => {
      const api = apiSettings(terminal.env);
      const object = await objectNamed(api, app, who);
      const { id: objectId, objectName } = object;
      const result = await provisioned({ appId: app, objectId, objectName, isDryRun: dryRun }, terminal);
      const operations = await readList(reportEntries(result.reportId), api, app, { limit: MOST_OPERATIONS });
      const about = { app, name: nameOf(object), isDryRun: dryRun };
      terminal.print(
        output === 'json'
          ? json({ ...about, objectId, objectName, ...result, operations })
          : provisionText(about, result, operations, terminal.colors),
      );
      if (result.result === 'Failure') throw new AnsweredFailure('the object could not be provisioned');
    });
};

/** Only ids reach Temporal: what names somebody stays out of its history. */
function provisioned(input: ProvisionOnDemandInput, terminal: Terminal): Promise<ProvisionOnDemandResult> {
  const settings = temporalSettings(terminal.env);
  const { appId } = input;
  return withTemporal(settings, async (client) => {
    await requireWorker(client, settings.taskQueue);
    const handle = await client.workflow.start('provisionOnDemand', {
      workflowId: provisionOnDemandWorkflowId(appId, randomUUID()),
      taskQueue: settings.taskQueue,
      args: [input],
      workflowExecutionTimeout: LONGEST_MS,
      typedSearchAttributes: new TypedSearchAttributes([{ key: searchAttributes.app, value: appId }]),
      staticSummary: `Provisioning on demand for ${appId}`,
    });
    return withinTime(
      handle.result() as Promise<ProvisionOnDemandResult>,
      LONGEST_MS,
      terminal.interruption(),
      {
        what: `What became of it`,
        remedy: `See workflow ${handle.workflowId} in the Temporal Web UI.`,
      },
    );
  });
}
