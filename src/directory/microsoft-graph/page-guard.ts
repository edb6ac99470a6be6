import { ProvisioningFailure } from '../../failures.js';

const MAX_PAGES = 100_000;
const MAX_FRUITLESS_PAGES = 50;
/** Bounds memory. A loop longer than this many pieces of news is left to the limit on pages. */
const REMEMBERED_NEWS = 50_000;

/**
 * Ends a reading that no longer gets anywhere: services have been seen to link their pages in a circle. Empty pages
 * with fresh links are normal and allowed.
 */
export class PageGuard {
  readonly #doing: string;
  readonly #links = new Set<string>();
  readonly #news = new Set<string>();
  #pages = 0;
  #fruitless = 0;

  constructor(doing: string) {
    this.#doing = doing;
  }

  /**
   * @param news what the page tells: ids of objects, or finer where one object may fill many pages.
   * @throws {ProvisioningFailure} `SourceIncompatible` when the pages run in a circle or never end.
   */
  admit(news: readonly string[], next: string | undefined): void {
    this.#pages += 1;
    if (this.#pages > MAX_PAGES) throw this.#endless(`${MAX_PAGES} pages without an end`);
    const bringsNews = this.#remember(news);
    const linkAdvances = next === undefined || !this.#links.has(next);
    if (next !== undefined) this.#links.add(next);
    this.#fruitless = bringsNews || (linkAdvances && news.length === 0) ? 0 : this.#fruitless + 1;
    if (this.#fruitless >= MAX_FRUITLESS_PAGES)
      throw this.#endless(`${MAX_FRUITLESS_PAGES} pages without anything new`);
  }

  #remember(news: readonly string[]): boolean {
    if (this.#news.size > REMEMBERED_NEWS) this.#news.clear();
    const before = this.#news.size;
    for (const each of news) this.#news.add(each);
    return this.#news.size > before;
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
