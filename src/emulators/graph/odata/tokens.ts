import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { badRequest } from './errors.js';

const deltaToken = z.object({
  kind: z.enum(['users', 'groups']),
  since: z.number(),
  select: z.array(z.string()).nullable(),
  ids: z.array(z.string()).nullable(),
  issuedAt: z.number(),
  epoch: z.string(),
  generation: z.number(),
});

const skipToken = deltaToken.extend({
  until: z.number(),
  position: z.number(),
  member: z.number().optional(),
});

const listToken = z.object({ path: z.string(), position: z.number(), reading: z.number() });

/** Stands for "everything after `since`", in a deltaLink. */
export type DeltaToken = z.infer<typeof deltaToken>;
/** Stands for the rest of a round, in a nextLink. */
export type SkipToken = z.infer<typeof skipToken>;
/** Stands for the rest of a plain list. */
export type ListToken = z.infer<typeof listToken>;

/** Writes and reads the opaque tokens of links. An altered one is refused. */
export class Tokens {
  readonly #key: string;

  constructor(key: string) {
    this.#key = key;
  }

  seal(token: DeltaToken | SkipToken | ListToken): string {
    const body = Buffer.from(JSON.stringify(token)).toString('base64url');
    return `${body}.${this.#mac(body)}`;
  }

  openDelta(text: string): DeltaToken {
    return this.#open(text, deltaToken);
  }

  openSkip(text: string): SkipToken {
    return this.#open(text, skipToken);
  }

  openList(text: string): ListToken {
    return this.#open(text, listToken);
  }

  #open<T>(text: string, schema: z.ZodType<T>): T {
    const [body = '', mac = ''] = text.split('.');
    const expected = Buffer.from(this.#mac(body));
    const given = Buffer.from(mac);
    if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw badlyFormed();
    const parsed = schema.safeParse(JSON.parse(Buffer.from(body, 'base64url').toString()));
    if (!parsed.success) throw badlyFormed();
    return parsed.data;
  }

  #mac(body: string): string {
    return createHmac('sha256', this.#key).update(body).digest('base64url');
  }
}

const badlyFormed = () => badRequest('Badly formed token.');
