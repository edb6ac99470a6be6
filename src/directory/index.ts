export * from './directory-source.js';
export {
  createMicrosoftGraphSource,
  type MicrosoftGraphSourceOptions,
} from './microsoft-graph/create-source.js';
export type { GraphCredential } from './microsoft-graph/client-authentication.js';
export type { GraphLogger } from './microsoft-graph/graph-client.js';
export { initialUsersUrl } from './microsoft-graph/user-changes.js';
export { selectFor } from './microsoft-graph/source-attributes.js';
