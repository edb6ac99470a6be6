import type { JobConfiguration } from '../../config/configuration.js';
import { prepareDirectoryFile } from './directory-file.js';
import { prepareMicrosoftGraph } from './microsoft-graph.js';
import type { PreparedSource } from './prepared-source.js';

/** @throws {ProvisioningFailure} `SecretMissing` */
export function prepareSource({ source, app }: JobConfiguration): PreparedSource {
  switch (source.type) {
    case 'microsoft-graph':
      return prepareMicrosoftGraph(source);
    case 'directory-file':
      return prepareDirectoryFile(source, app);
  }
}
