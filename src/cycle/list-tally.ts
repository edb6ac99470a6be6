import type { ResourcePage } from '../scim/scim-target.js';

/**
 * Counts what a target lists against what it says it has. An account that is missing from a list taken for complete would be
 * created a second time.
 */
export class ListTally {
  #listed = 0;
  #highestTotal = 0;
  #isTotalRefuted = false;
  #isCutShort = false;

  /** @param fresh how many of the page's resources no page before had. */
  add({ totalResults, isCutShort = false }: ResourcePage, fresh: number): void {
    this.#listed += fresh;
    this.#isCutShort ||= isCutShort;
    if (totalResults === null) return;
    this.#highestTotal = Math.max(this.#highestTotal, totalResults);
    // Some servers tell the size of the page as the total: then it is none.
    this.#isTotalRefuted ||= totalResults < this.#listed;
  }

  get listed(): number {
    return this.#listed;
  }

  /** Why the list, at its end, is not everything that the target has; null when nothing speaks against it. */
  get whyIncomplete(): string | null {
    if (this.#isCutShort) return 'The app sends the same page again instead of the next one.';
    if (this.#isTotalRefuted || this.#listed >= this.#highestTotal) return null;
    return `The app says that it has ${this.#highestTotal}, and listed ${this.#listed}.`;
  }
}
