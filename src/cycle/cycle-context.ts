import type { DirectorySource } from '../directory/directory-source.js';
import type { PlanRules } from '../plan/index.js';
import type { ScimTarget } from '../scim/scim-target.js';
import type { Store } from '../store/index.js';

/** What the phases of one cycle of one app work with. */
export interface CycleContext {
  readonly appId: string;
  readonly number: number;
  readonly kind: 'initial' | 'incremental';
  readonly servicePrincipalId: string;
  readonly store: Store;
  readonly source: DirectorySource;
  /** Names the source in the mirror's tables. */
  readonly sourceKey: string;
  readonly target: ScimTarget;
  /** Requests to the target that may be under way at once. */
  readonly concurrency: number;
  /** Everything the plan decides by, but whether the app has a role for users: that is read with the assignments. */
  readonly rules: Omit<PlanRules, 'appHasUserRole'>;
  /** Aborted when the phase is to stop between objects. */
  readonly signal: AbortSignal;
  /** Called after each piece of work. */
  readonly onProgress: () => void;
}
