export { runWorker, type WorkerSettings } from './run-worker.js';
