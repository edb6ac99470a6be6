import type { Job } from '../engine/job.js';
import { runEngine, type EngineFigures, type Stage } from '../engine/run-engine.js';

/** The figures of the example in RFC 7643, section 8.5. */
export const BULK_OFFER = { maxOperations: 1_000, maxPayloadSize: 1_048_576 };

/** The usual three cycles with a target that offers Bulk. */
export async function measureBulk(
  stage: Stage,
  { company, target }: Pick<Job, 'company' | 'target'>,
  note: (line: string) => void,
): Promise<EngineFigures> {
  note(`target offers Bulk, ${BULK_OFFER.maxOperations} operations at once`);
  return runEngine(stage, { appId: 'with-bulk', company, target, behaviour: { bulk: BULK_OFFER } });
}
