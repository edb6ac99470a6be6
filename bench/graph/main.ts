/**
 * An emulated Microsoft Graph in a process of its own, so that neither its memory nor its work is anybody else's. It never
 * throttles: reading the source is not what is measured. It tells its parent where it listens and ends with it.
 */
import { startGraphEmulator } from '../../src/emulators/graph/index.js';
import { seedOf, type TenantShape } from './tenant-shape.js';

const shape = JSON.parse(process.env['BENCH_TENANT_SHAPE'] ?? '{}') as TenantShape;
const graph = await startGraphEmulator({ seed: seedOf(shape), throttle: false });
process.send?.({ ...graph, stop: undefined });
process.once('disconnect', () => process.exit());
