export { openApiDocument } from './openapi.js';
export { routes } from './routes.js';
export { startReadApi, type ReadApi, type ReadApiOptions } from './server.js';
