import type { JobConfiguration } from '../src/config/configuration.js';
import { prompt } from './activity-proxies.js';
import type { ValidateCredentialsResult } from './contract.js';
import { asRefusal } from './failures.js';

export interface ValidateCredentialsOnceInput {
  readonly appId: string;
  readonly configuration: JobConfiguration;
}

/**
 * Test Connection for a configuration that no job has yet: tries source and target once and ends.
 * @throws ApplicationFailure with the type and message of what was refused.
 */
export async function validateCredentialsOnce(
  input: ValidateCredentialsOnceInput,
): Promise<ValidateCredentialsResult> {
  try {
    return await prompt.validateCredentials.executeWithOptions(
      { summary: `test connection of ${input.appId}` },
      [input],
    );
  } catch (error) {
    throw asRefusal(error);
  }
}
