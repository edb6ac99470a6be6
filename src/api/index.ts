export { startReadApi, type ReadApi, type ReadApiOptions } from './server.js';
