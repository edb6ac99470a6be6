import { Context } from '@temporalio/activity';
import { configurationChanges } from '../src/config/configuration-changes.js';
import { jobConfiguration } from '../src/config/configuration.js';
import { rulesFor } from '../src/cycle/rules.js';
import { ProvisioningFailure } from '../src/failures.js';
import { connectorFor } from '../src/config/app-connector.js';
import type { Activities } from './contract.js';
import type { ActivityDependencies } from './dependencies.js';

export const createStoreConfiguration =
  ({ store }: ActivityDependencies): Activities['storeConfiguration'] =>
  async ({ appId, configuration: given }) => {
    const parsed = jobConfiguration.safeParse(given);
    if (!parsed.success) throw invalid(appId, parsed.error.issues.map(describeIssue).join('; '));
    const configuration = parsed.data;
    rulesFor(configuration.app, connectorFor(configuration.app));
    const { version, previous, lastUsed } = await store.configurations.save(
      appId,
      configuration,
      requestName(),
    );
    const changes = configurationChanges(previous, configuration);
    // An answer that was lost loses no restart: no cycle has run with what it was about.
    const pending = configurationChanges(lastUsed, configuration);
    return {
      version,
      changes: changes.changes,
      restartsCycle: changes.restartsCycle || pending.restartsCycle,
      forgetsLinks: changes.forgetsLinks || pending.forgetsLinks,
      lastCycleNumber: await store.cycles.lastNumber(appId),
    };
  };

/** The same at every attempt of this activity, and of no other. */
function requestName(): string {
  const { workflowExecution, activityId } = Context.current().info;
  return `${workflowExecution?.workflowId ?? ''}/${workflowExecution?.runId ?? ''}/${activityId}`;
}

function describeIssue(issue: { path: PropertyKey[]; message: string }): string {
  return `${issue.path.map(String).join('.')}: ${issue.message}`;
}

function invalid(appId: string, problems: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'ConfigurationInvalid',
    `The configuration of ${appId} is refused: ${problems}.`,
  );
}
