import { ProvisioningFailure } from '../../failures.js';

const MAX_PAGES = 100_000;
const MAX_FRUITLESS_PAGES = 50;
/** Bounds memory. A loop longer than this many objects is left to the limit on pages. */
const REMEMBERED_IDS = 50_000;

/**
 * Ends a reading that no longer gets anywhere: services have been seen to link their pages in a circle. Empty pages
 * with fresh links are normal and allowed.
 */
export class PageGuard {
  readonly #doing: string;
  readonly #links = new Set<string>();
  readonly #ids = new Set<string>();
  #pages = 0;
  #fruitless = 0;

  constructor(doing: string) {
    this.#doing = doing;
  }

  /** @throws {ProvisioningFailure} `SourceIncompatible` when the pages run in a circle or never end. */
  admit(ids: readonly string[], next: string | undefined): void {
    this.#pages += 1;
    if (this.#pages > MAX_PAGES) throw this.#endless(`${MAX_PAGES} pages without an end`);
    const bringsNews = this.#remember(ids);
    const linkAdvances = next === undefined || !this.#links.has(next);
    if (next !== undefined) this.#links.add(next);
    this.#fruitless = bringsNews || (linkAdvances && ids.length === 0) ? 0 : this.#fruitless + 1;
    if (this.#fruitless >= MAX_FRUITLESS_PAGES)
      throw this.#endless(`${MAX_FRUITLESS_PAGES} pages without a new object`);
  }

  #remember(ids: readonly string[]): boolean {
    if (this.#ids.size > REMEMBERED_IDS) this.#ids.clear();
    const before = this.#ids.size;
    for (const id of ids) this.#ids.add(id);
    return this.#ids.size > before;
  }

  #endless(why: string): ProvisioningFailure {
    return new ProvisioningFailure(
      'SourceIncompatible',
      `${this.#doing}: Microsoft Graph sent ${why}; what was read is not used.`,
      {
        remedy:
          'Run the cycle again; if it persists, report it to Microsoft with the request-id of the logs.',
      },
    );
  }
}
