import { ProvisioningFailure } from '../failures.js';
import type { Conversation } from './conversation.js';
import { firstPositions, pageQuery, toPage } from './paging.js';
import { query } from './queries.js';
import { endpointOf } from './resource-path.js';
import type { ListPosition, ResourcePage, ResourceType } from './scim-target.js';

/** Lists a target's resources page by page. @see ScimTarget.list */
export class Lister {
  readonly #conversation: Conversation;
  readonly #pageSize: number;
  /** The last list page of each type: a server that ignores `startIndex` sends it again and again. */
  readonly #lastPages = new Map<ResourceType, { startIndex: number; firstId: string }>();

  constructor(conversation: Conversation, pageSize: number) {
    this.#conversation = conversation;
    this.#pageSize = pageSize;
  }

  async page(
    resourceType: ResourceType,
    given: ListPosition | null,
    signal: AbortSignal | undefined,
  ): Promise<ResourcePage> {
    const { dialect, host } = this.#conversation;
    const position = given ?? firstPositions[dialect.paging];
    if (position === null) throw listsNothing(resourceType, host);
    const from = position.type === 'index' ? String(position.startIndex) : 'a cursor';
    const doing = `Listing ${endpointOf(resourceType)} of ${host} from ${from}`;
    const asked = { position, count: this.#pageSize };
    const parameters = pageQuery(position, this.#pageSize);
    const list = await query(this.#conversation, resourceType, parameters, { doing, signal, values: [] });
    const page = toPage(list, asked);
    if (goesInCircles(position, page.next))
      throw new ProvisioningFailure('TargetNotScim', `${doing} came to the same cursor again.`);
    if (!this.#isRepeated(resourceType, position, page)) return page;
    return { ...page, next: null, isCutShort: isCutShort(page, this.#pageSize) };
  }

  #isRepeated(resourceType: ResourceType, position: ListPosition, page: ResourcePage): boolean {
    const firstId = page.resources[0]?.id;
    if (position.type !== 'index' || firstId === undefined) return false;
    const last = this.#lastPages.get(resourceType);
    this.#lastPages.set(resourceType, { startIndex: position.startIndex, firstId });
    return last !== undefined && last.startIndex < position.startIndex && last.firstId === firstId;
  }
}

/** A server that ignores `startIndex` sends everything at once, and more than was asked for; or only ever its first page. */
function isCutShort({ resources, totalResults }: ResourcePage, pageSize: number): boolean {
  return resources.length <= pageSize && (totalResults === null || resources.length === pageSize);
}

function goesInCircles(position: ListPosition, next: ListPosition | null): boolean {
  return position.type === 'cursor' && next?.type === 'cursor' && position.cursor === next.cursor;
}

function listsNothing(resourceType: ResourceType, host: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'TargetNotScim',
    `${host} lists no ${endpointOf(resourceType)}: it must be asked for each one by a filter.`,
    { remedy: 'Nothing: matching asks the app account by account.' },
  );
}
