/** A Microsoft Graph tenant on this machine, for the demo, for tests and for rehearsals. */
export { startGraphEmulator, type GraphEmulator } from './emulator.js';
export type { GraphEmulatorOptions, PageSizes, Quirks, Throttle } from './options.js';
export { generate } from './seed/generate.js';
export { loadSeed } from './seed/load.js';
export { SeedInvalid, type Seed } from './seed/seed.js';
