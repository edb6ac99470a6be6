import type { Profile } from './profile.js';

/** Every profile by its name. */
export const profiles = {
  generic: {},
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof profiles;
