import { WatermarkExpired } from '../directory/directory-source.js';
import type { FeedPosition } from '../store/index.js';

/** A source that forgets its position again and again is broken, not busy. */
const MAX_RESTARTS = 3;

/** How far the reading of users, or of groups, got. */
export interface Rounds {
  openRound(source: string, wanted: readonly string[]): Promise<FeedPosition>;
  restartRound(
    source: string,
    restart: WatermarkExpired['restart'],
    resumeAt: WatermarkExpired['resumeAt'],
  ): Promise<FeedPosition>;
}

/**
 * Reads a round to its end, beginning it anew as often as the source forgets where it was.
 * @param wanted what is read; a position for something else is of no use.
 * @returns the round that was read to its end.
 */
export async function readRound(
  rounds: Rounds,
  source: string,
  wanted: readonly string[],
  readPages: (round: FeedPosition) => Promise<void>,
): Promise<FeedPosition> {
  let round = await rounds.openRound(source, wanted);
  for (let restarts = 0; ; restarts += 1) {
    try {
      await readPages(round);
      return round;
    } catch (error) {
      if (!(error instanceof WatermarkExpired) || restarts === MAX_RESTARTS) throw error;
      round = await rounds.restartRound(source, error.restart, error.resumeAt);
    }
  }
}
