import { ApplicationFailure, log, setHandler } from '@temporalio/workflow';
import { whyConfigureIsRefused } from '../src/policy/configure-request.js';
import { parseResetScope } from '../src/policy/reset-scope.js';
import { prompt } from './activity-proxies.js';
import * as contract from './contract.js';
import { asRefusal } from './failures.js';
import type { JobState } from './job-state.js';
import { planNextCycle } from './plan-next-cycle.js';

/**
 * Everything a job can be told and asked. Handlers change the state, the job's loop acts on it. Signals are typed by
 * hand into forms and shells, so no handler trusts the shape of its argument: one that throws would hold up the job.
 */
export function handleMessages(job: JobState): void {
  const { appId } = job.record;
  const answer = (given: 'allowed' | 'rejected'): void => {
    if (!job.answerDeletions(given)) log.warn('Nothing waits that could be answered', { given });
  };

  setHandler(
    contract.pause,
    () => {
      job.pause();
    },
    { description: 'Stop between objects; nothing is lost' },
  );
  setHandler(
    contract.start,
    () => {
      job.start();
    },
    {
      description: 'Go on where it stopped; starts a job that never ran',
    },
  );
  setHandler(
    contract.provisionNow,
    () => {
      job.provisionNow();
    },
    {
      description: 'A cycle at once instead of at its time; after the running one, when there is one',
    },
  );
  setHandler(
    contract.allowDeletes,
    () => {
      answer('allowed');
    },
    { description: 'Carry out the deletes and disables that wait, as far as they are still due' },
  );
  setHandler(
    contract.rejectDeletes,
    () => {
      answer('rejected');
    },
    {
      description: 'Keep the accounts whose deletion or disabling waits, until the source changes about them',
    },
  );
  setHandler(
    contract.quarantine,
    () => {
      job.quarantine(Date.now());
    },
    { description: 'Put the job in quarantine; it leaves by an attempt that succeeds, or by start' },
  );
  setHandler(
    contract.cycleProgress,
    (progress) => {
      job.progressed(progress, Date.now());
    },
    {
      description: 'Sent by cycles, not by people',
    },
  );
  setHandler(
    contract.restart,
    (input) => {
      const { scopes, unknown } = parseResetScope(input);
      if (unknown.length > 0) log.warn('Unknown names in resetScope were ignored', { unknown });
      // `None` is a start by another name.
      if (scopes.length + unknown.length === 0) job.start();
      job.restart(scopes);
    },
    {
      description:
        'A cycle at once, in place of a running one. {"resetScope": "Watermark,Escrows"}: comma list of Full, ' +
        'QuarantineState, Watermark, Escrows, ConnectorDataStore, ForceDeletes; empty: the first three after Full',
    },
  );

  setHandler(contract.status, () => job.status(), {
    description: "The shape of Graph's synchronizationStatus",
  });
  setHandler(contract.configuration, () => job.record.configuration, {
    description: 'The configuration in force, secrets as references only',
  });

  setHandler(
    contract.configure,
    async ({ configuration }) => {
      try {
        await prompt.validateCredentials.executeWithOptions({ summary: 'test connection' }, [
          { appId, configuration },
        ]);
        const result = await prompt.storeConfiguration.executeWithOptions(
          { summary: 'store configuration' },
          [{ appId, configuration }],
        );
        job.configured(configuration, result);
        return result;
      } catch (error) {
        throw asRefusal(error);
      }
    },
    {
      validator: (input) => {
        refuse(whyConfigureIsRefused(appId, input));
      },
      description:
        'Create or change the configuration: credentials are tried first, refused ones change nothing',
    },
  );
  setHandler(contract.plan, () => planNextCycle(job), {
    validator: () => {
      refuse(
        job.record.configuration === null ? `${appId} is not configured yet: apply a configuration` : null,
      );
    },
    description: 'What the next cycle would do; writes nothing to the target. It waits for a cycle that runs',
  });
  setHandler(
    contract.validateCredentials,
    async (input?: contract.ValidateCredentialsInput) => {
      const configuration = input?.configuration ?? job.record.configuration;
      if (configuration === null) throw new Error('refused by the validator');
      try {
        return await prompt.validateCredentials.executeWithOptions({ summary: 'test connection' }, [
          { appId, configuration },
        ]);
      } catch (error) {
        throw asRefusal(error);
      }
    },
    {
      validator: (input?: contract.ValidateCredentialsInput) => {
        const isKnown = job.record.configuration !== null || Boolean(input?.configuration);
        refuse(isKnown ? null : `${appId} is not configured yet: send a configuration to try`);
      },
      description:
        'Test Connection: one harmless request to source and target, with the given or the own configuration',
    },
  );
}

function refuse(why: string | null): void {
  if (why !== null) throw ApplicationFailure.nonRetryable(why, 'ConfigurationInvalid');
}
