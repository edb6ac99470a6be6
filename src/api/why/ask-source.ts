import type { JobConfiguration } from '../../config/configuration.js';
import type { FoundObject } from '../../directory/directory-source.js';
import { ProvisioningFailure } from '../../failures.js';

/** Asks the source of a configuration whom a name means. @throws {ProvisioningFailure} when it cannot be asked. */
export type AskSource = (configuration: JobConfiguration, text: string) => Promise<readonly FoundObject[]>;

/** What the source said; or why it said nothing, in a sentence, which hides nothing else that is known. */
export type SourceWord =
  | { readonly found: readonly FoundObject[]; readonly problem: null }
  | { readonly found: null; readonly problem: string };

export async function wordOfSource(
  askSource: AskSource | null,
  configuration: JobConfiguration,
  text: string,
): Promise<SourceWord> {
  if (askSource === null) return { found: null, problem: 'This read API is not connected to the directory.' };
  try {
    return { found: await askSource(configuration, text), problem: null };
  } catch (error) {
    if (!(error instanceof ProvisioningFailure)) throw error;
    return { found: null, problem: `${error.type}: ${error.message}` };
  }
}
