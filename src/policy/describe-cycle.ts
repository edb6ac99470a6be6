import type { CyclePhase } from '../../workflows/contract.js';
import { phaseTitles } from './describe-job.js';

export interface CycleStanding {
  readonly phase: CyclePhase;
  readonly isPaused: boolean;
  readonly completed: number;
  readonly total: number;
}

/** A cycle's page in the Web UI, as Markdown. */
export function describeCycle({ phase, isPaused, completed, total }: CycleStanding): string {
  const share = total === 0 ? '' : `, ${completed} of ${total} operations done`;
  const held = isPaused ? '**Paused.** Its job goes on with it at the signal `start`.\n\n' : '';
  return `${held}Phase \`${phase}\`: ${phaseTitles[phase]}${share}.`;
}
