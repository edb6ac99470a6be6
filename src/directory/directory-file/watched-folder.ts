import { setTimeout as sleep } from 'node:timers/promises';
import { ProvisioningFailure } from '../../failures.js';
import { listFolder, type FolderListing } from './folder.js';
import { FilesRefused, FilesUnreadable } from './mistakes.js';
import type { DeclaredAttribute } from './object-kinds.js';
import { readSnapshot } from './read-snapshot.js';
import type { Snapshot } from './snapshot.js';

/** How long a folder that keeps changing is waited for, at least, before that is a failure. */
const PATIENCE_MS = 20_000;

export interface WatchedFolderOptions {
  readonly path: string;
  readonly declared: readonly DeclaredAttribute[];
  /** Files are read when none of them has changed for so long, in milliseconds. */
  readonly quietMs: number;
  /** What is wrong with files that have changed within so long, in milliseconds, may be that they are being written. */
  readonly healsWithinMs: number;
}

/** The files of a folder as they are together, and which there are. */
export interface Reading extends Snapshot {
  readonly listing: FolderListing;
}

/**
 * Reads a folder whenever it has changed, and never while it changes: its files are read when all of them have been left alone
 * for a while, and are the same before and after. As long as nothing changes, what was read is kept.
 */
export class WatchedFolder {
  readonly #options: WatchedFolderOptions;
  #kept: Reading | null = null;
  #underWay: Promise<Reading> | null = null;

  constructor(options: WatchedFolderOptions) {
    this.#options = options;
  }

  /**
   * @throws {ProvisioningFailure} `SourceUnavailable` when the folder cannot be read now, or may still be written to;
   * `SourceIncompatible` when what is in it is wrong, and has been for a while.
   */
  async read(signal?: AbortSignal): Promise<Reading> {
    this.#underWay ??= this.#read().finally(() => (this.#underWay = null));
    const reading = await this.#underWay;
    signal?.throwIfAborted();
    return reading;
  }

  forget(): void {
    this.#kept = null;
  }

  async #read(): Promise<Reading> {
    let listing: FolderListing | null = null;
    try {
      listing = await this.#quietListing();
      if (this.#kept?.listing.signature === listing.signature) return this.#kept;
      this.#kept = { ...(await this.#readUnchanged(listing)), listing };
      return this.#kept;
    } catch (error) {
      if (error instanceof FilesRefused) throw this.refusal(error, listing?.changedAt ?? null);
      throw error instanceof FilesUnreadable ? unavailable(error) : error;
    }
  }

  /** What is wrong with files that changed while they were read is not theirs. */
  async #readUnchanged(listing: FolderListing): Promise<Snapshot> {
    const { path, declared } = this.#options;
    const reading = readSnapshot(listing, declared);
    await reading.catch(() => null);
    const after = await listFolder(path);
    if (after.signature !== listing.signature) throw new FilesUnreadable(this.#changing());
    return reading;
  }

  /** The folder when all of it has been left alone for long enough, by the clock of the files or by ours. */
  async #quietListing(): Promise<FolderListing> {
    const { path, quietMs } = this.#options;
    const began = performance.now();
    let listing = await listFolder(path);
    for (let seen = performance.now(); this.#kept?.listing.signature !== listing.signature;) {
      const age = Date.now() - listing.changedAt;
      const quiet = Math.max(age >= 0 ? age : 0, performance.now() - seen);
      if (quiet >= quietMs) return listing;
      if (performance.now() - began > PATIENCE_MS + quietMs) throw new FilesUnreadable(this.#changing());
      await sleep(Math.min(quietMs - quiet + 1, 1_000));
      const { signature } = listing;
      listing = await listFolder(path);
      if (listing.signature !== signature) seen = performance.now();
    }
    return listing;
  }

  /**
   * The failure of a cycle whose files are wrong. Where they were changed just now time may heal it.
   * @param changedAt as `FolderListing.changedAt`; null when that is not known.
   */
  refusal(refused: FilesRefused, changedAt: number | null, remedy = 'Mend the files.'): ProvisioningFailure {
    const mayHeal = changedAt === null || Date.now() - changedAt < this.#options.healsWithinMs;
    const next = mayHeal
      ? 'They are read again by themselves.'
      : 'If the job is in quarantine, run `scimflow resume` then.';
    return new ProvisioningFailure(
      mayHeal ? 'SourceUnavailable' : 'SourceIncompatible',
      `The files of the source cannot be used, and none was: ${refused.message}.`,
      { remedy: `${remedy} ${next}` },
    );
  }

  #changing(): string {
    return `${this.#options.path} is being written to`;
  }
}

function unavailable({ message, remedy }: FilesUnreadable): ProvisioningFailure {
  return new ProvisioningFailure('SourceUnavailable', `${message}. Nothing was read.`, {
    remedy: remedy ?? 'It is read again by itself when nothing in it has changed for a while.',
  });
}
