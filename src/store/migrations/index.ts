import type { Migration } from 'kysely';
import * as firstLight from './0001-first-light.js';
import * as filteredOut from './0002-filtered-out.js';
import * as groupsAndReferences from './0003-groups-and-references.js';
import * as nothingLost from './0004-nothing-lost.js';
import * as alwaysAnAnswer from './0005-always-an-answer.js';
import * as asFastAsAllowed from './0006-as-fast-as-allowed.js';
import * as whoeverItIsAboutFirst from './0007-whoever-it-is-about-first.js';

/** Every migration by name, in order. A released one is never edited: a change is a new file and one line here. */
export const migrations: Readonly<Record<string, Migration>> = {
  '0001-first-light': firstLight,
  '0002-filtered-out': filteredOut,
  '0003-groups-and-references': groupsAndReferences,
  '0004-nothing-lost': nothingLost,
  '0005-always-an-answer': alwaysAnAnswer,
  '0006-as-fast-as-allowed': asFastAsAllowed,
  '0007-whoever-it-is-about-first': whoeverItIsAboutFirst,
};
