import type { World } from '../world.js';

/** Looks at a world that is at rest, and tells what must not be so; nothing, when all is well. */
export type Judge = (world: World) => readonly string[];
