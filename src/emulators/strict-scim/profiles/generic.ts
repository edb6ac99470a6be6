import type { Profile } from './profile.js';

/** A server without limits of its own. */
export const generic: Profile = {};
