import { z } from 'zod';
import type { Store } from '../store/index.js';
import type { AskSource } from './why/ask-source.js';

/** What a route answers from. */
export interface RouteContext {
  readonly store: Store;
  /** Whether the worker takes work. */
  readonly isReady: () => boolean;
  /** Null where there is no way to the directory. */
  readonly askSource: AskSource | null;
}

type Fields = Record<string, z.ZodType>;

/** What a handler may give back: the answer, of which nothing needs to be writable. */
type Told<T> = T extends readonly (infer Item)[]
  ? readonly Told<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Told<T[Key]> }
    : T;

/** A question that the read API answers. Everything else about it follows: its check, its description, its tests. */
export interface RouteDefinition<
  Parameters extends z.ZodObject<Fields>,
  Query extends z.ZodObject<Fields>,
  Answer extends z.ZodType,
> {
  /** `operationId` of the OpenAPI document. */
  readonly name: string;
  /** With parameters as `:appId`. */
  readonly path: `/${string}`;
  /** One line. */
  readonly summary: string;
  /** What else a caller should know. */
  readonly description?: string;
  /** Of the path: one for each `:name` in it. */
  readonly parameters?: Parameters;
  readonly query?: Query;
  /** What is not in it is not sent. */
  readonly answer: Answer;
  /** When it answers 404, which `handler` does by throwing `NotFound`. */
  readonly notFound?: string;
  /** Answers without a token and as often as it is asked. Only where nothing is told about people or the configuration. */
  readonly isOpen?: true;
  /** Whether this answer is sent with 503. */
  readonly isUnavailable?: (answer: Told<z.input<Answer>>) => boolean;
  readonly handler: (
    context: RouteContext,
    request: { readonly parameters: z.output<Parameters>; readonly query: z.output<Query> },
  ) => Promise<Told<z.input<Answer>>>;
}

/** A route as the server, the OpenAPI document and the tests see it. */
export interface Route {
  readonly name: string;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly description: string | undefined;
  readonly parameters: z.ZodObject<Fields>;
  readonly query: z.ZodObject<Fields>;
  readonly answer: z.ZodType;
  readonly notFound: string | undefined;
  readonly isOpen: boolean;
  /** Whether some answers are sent with 503. */
  readonly mayBeUnavailable: boolean;
  /**
   * @throws {Refusal} of a parameter that is not what it must be, or of what is not there.
   * @throws {z.ZodError} when the answer is not as it is described.
   */
  readonly respond: (context: RouteContext, parameters: unknown, query: unknown) => Promise<Response>;
}

/** An answer and the status that it is sent with. */
export interface Response {
  readonly status: 200 | 503;
  readonly body: unknown;
}

/** Declares a route. */
export function route<
  Parameters extends z.ZodObject<Fields> = z.ZodObject<Record<string, never>>,
  Query extends z.ZodObject<Fields> = z.ZodObject<Record<string, never>>,
  Answer extends z.ZodType = z.ZodType,
>(definition: RouteDefinition<Parameters, Query, Answer>): Route {
  const { name, path, summary, description, answer, notFound, isOpen, isUnavailable, handler } = definition;
  const parameters = (definition.parameters ?? z.object({})) as Parameters;
  const query = (definition.query ?? z.object({})) as Query;
  return {
    name,
    path,
    summary,
    description,
    parameters,
    query,
    answer,
    notFound,
    isOpen: isOpen === true,
    mayBeUnavailable: isUnavailable !== undefined,
    respond: async (context, givenParameters, givenQuery) => {
      const request = { parameters: checked(parameters, givenParameters), query: checked(query, givenQuery) };
      const told = await handler(context, request);
      return { status: isUnavailable?.(told) === true ? 503 : 200, body: answer.parse(told) };
    },
  };
}

/** The parameters of what is about one app. */
export const ofApp = z.object({
  appId: z.string().min(1).describe("The app's id, as the configuration has it."),
});

/** What every list takes: how many at once, and where the page before ended. */
export const pageQuery = z.object({
  limit: z.coerce.number().int().min(1).max(1_000).default(100).describe('How many at once.'),
  cursor: z
    .string()
    .regex(/^\d{1,18}$/)
    .optional()
    .describe('`nextCursor` of the page before.'),
});

/** What every list answers beside its items. */
export const nextCursor = z
  .string()
  .nullable()
  .describe('`cursor` of the next page; null: this is the last one.');

/** A moment from which on. */
export const sinceQuery = z.iso
  .datetime({ offset: true })
  .transform((text) => new Date(text))
  .describe('Only what happened from then on. ISO 8601.');

/** Which way a list is read that grows at its end. */
export const orderQuery = z
  .enum(['asc', 'desc'])
  .default('desc')
  .describe('`desc`: newest first; `asc`: oldest first, as it was planned.');

/** The body of every refusal. */
export const refusal = z.object({ error: z.string().describe('What is wrong, and what to do.') });

/** Why a question has no answer. The message goes to the caller. */
export class Refusal extends Error {
  override readonly name: string = 'Refusal';
  readonly statusCode: number;

  constructor(statusCode: number, message: string) {
    super(message);
    this.statusCode = statusCode;
  }
}

/** What was asked about is not there. */
export class NotFound extends Refusal {
  override readonly name = 'NotFound';

  /** @param message what is not there, and where to look for what is. */
  constructor(message: string) {
    super(404, message);
  }
}

function checked<Schema extends z.ZodType>(schema: Schema, given: unknown): z.output<Schema> {
  const { data, error } = schema.safeParse(given);
  if (error === undefined) return data;
  const mistakes = error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new Refusal(400, mistakes.join('; '));
}
