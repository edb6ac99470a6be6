export * from './directory-source.js';
export {
  createMicrosoftGraphSource,
  type MicrosoftGraphSourceOptions,
} from './microsoft-graph/create-source.js';
export type { GraphCredential } from './microsoft-graph/client-authentication.js';
export type { GraphLogger } from './microsoft-graph/graph-client.js';
export {
  createDirectoryFileSource,
  type DirectoryFileSourceOptions,
} from './directory-file/create-source.js';
