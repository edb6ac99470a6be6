import type { Switches } from '../switches.js';

/** Whose limits a target has: what differs from its mode. */
export type Profile = Partial<Switches>;
