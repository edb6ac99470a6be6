import { atlassian } from './atlassian.js';
import { aws } from './aws.js';
import { dialpad } from './dialpad.js';
import { dynamicSignal } from './dynamic-signal.js';
import { generic } from './generic.js';
import { githubEmu } from './github-emu.js';
import { gitlab } from './gitlab.js';
import type { Profile } from './profile.js';
import { slack } from './slack.js';
import { zoom } from './zoom.js';

/** Every profile by its name. */
export const profiles = {
  generic,
  'dynamic-signal': dynamicSignal,
  dialpad,
  slack,
  'github-emu': githubEmu,
  aws,
  atlassian,
  zoom,
  gitlab,
} as const satisfies Readonly<Record<string, Profile>>;

export type ProfileName = keyof typeof profiles;
