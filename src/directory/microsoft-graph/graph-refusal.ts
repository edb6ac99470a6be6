import { z } from 'zod';
import { ProvisioningFailure, type FailureType } from '../../failures.js';
import type { HttpAnswer } from './http-exchange.js';
import { retryAfterMs } from '../../http/retry-after.js';

/** The least application permission of each call. @see Microsoft Graph permissions reference. */
export type GraphPermission =
  'User.Read.All' | 'GroupMember.Read.All' | 'Group.Read.All' | 'Application.Read.All' | 'Directory.Read.All';

/** One kind of call, and how to speak of it. */
export interface GraphCall<T> {
  /** Begins messages: "Reading user changes". */
  readonly doing: string;
  readonly permission: GraphPermission;
  /** How the answer is read: of its JSON, or of the bare text where `format` says so. */
  readonly answer: z.ZodType<T>;
  /** `count`: a bare number, from an index that lags behind; Graph wants it to be asked for by a header. */
  readonly format?: 'json' | 'count';
  /** The names in `$select`, so that a refusal can name the one refused. */
  readonly properties?: readonly string[];
}

const MAX_NESTING = 10;
const nestedError = z.looseObject({
  code: z.string().optional(),
  message: z.string().optional(),
  innerError: z.unknown().optional(),
  innererror: z.unknown().optional(),
});
const errorBody = z.looseObject({ error: nestedError });

/** Microsoft Graph answered, but not with what was asked. */
export class GraphRefusal extends ProvisioningFailure {
  readonly status: number;
  /** `error.code` and those nested in it, outermost first, lower case. */
  readonly codes: readonly string[];
  /** The selected property that the refusal names. */
  readonly property: string | null;
  readonly location: string | undefined;

  constructor(answer: HttpAnswer, call: Pick<GraphCall<unknown>, 'doing' | 'permission' | 'properties'>) {
    const error = errorOf(answer.body);
    const codes = codesOf(error);
    const property = namedProperty(error?.message ?? '', call.properties ?? []);
    const type = failureTypeOf(answer.status);
    const advice = remedyOf(type, call.permission, property);
    super(type, describe(answer, call.doing, codes, property), {
      ...wait(answer),
      ...(advice === undefined ? {} : { remedy: advice }),
    });
    this.status = answer.status;
    this.codes = codes.map((code) => code.toLowerCase());
    this.property = property;
    this.location = answer.headers['location'];
  }

  /** Graph itself says that there is no such object; a 404 of anything in between proves nothing. */
  get isMissingObject(): boolean {
    return this.status === 404 && this.codes.includes('request_resourcenotfound');
  }
}

/** @see GraphRefusal.isMissingObject */
export function isMissingObject(error: unknown): boolean {
  return error instanceof GraphRefusal && error.isMissingObject;
}

/** 400 is Graph's answer to an id that cannot be one. */
export function isWrongObject(error: unknown): boolean {
  return error instanceof GraphRefusal && (error.isMissingObject || error.status === 400);
}

/** @see Microsoft Graph, "Microsoft Graph error responses and resource types". */
function failureTypeOf(status: number): FailureType {
  if (status === 401) return 'SourceCredentialsRejected';
  if (status === 403) return 'SourcePermissionMissing';
  if (status === 429) return 'SourceThrottled';
  if (status === 501) return 'SourceIncompatible';
  return status >= 500 || [408, 409, 412].includes(status) ? 'SourceUnavailable' : 'SourceIncompatible';
}

function remedyOf(
  type: FailureType,
  permission: GraphPermission,
  property: string | null,
): string | undefined {
  if (type === 'SourcePermissionMissing')
    return `Grant the application permission ${permission} to the app registration, with admin consent.`;
  if (type === 'SourceIncompatible' && property !== null)
    return `Remove or correct the source attribute '${property}' in mappings and scoping filters.`;
  return undefined;
}

function describe(
  answer: HttpAnswer,
  doing: string,
  codes: readonly string[],
  property: string | null,
): string {
  const code = codes.length > 0 ? codes.join(', ') : 'without an error code';
  const refused = property === null ? '' : ` and refused the attribute '${property}'`;
  const id = answer.headers['request-id'];
  const trace = id !== undefined && /^[\w-]{1,64}$/.test(id) ? ` (request-id ${id})` : '';
  return `${doing}: Microsoft Graph answered HTTP ${answer.status}, ${code}${refused}${trace}.`;
}

function wait(answer: HttpAnswer): { retryAfterMs?: number } {
  const asked = retryAfterMs(answer.headers['retry-after'], Date.now());
  return asked === undefined ? {} : { retryAfterMs: asked };
}

function errorOf(body: string): z.infer<typeof nestedError> | undefined {
  try {
    return errorBody.safeParse(JSON.parse(body)).data?.error;
  } catch {
    return undefined;
  }
}

function codesOf(error: z.infer<typeof nestedError> | undefined): string[] {
  const codes: string[] = [];
  for (let at = error, depth = 0; at !== undefined && depth < MAX_NESTING; depth += 1) {
    if (at.code !== undefined && /^[\w.-]{1,100}$/.test(at.code)) codes.push(at.code);
    at = nestedError.safeParse(at.innerError ?? at.innererror).data;
  }
  return codes;
}

/** Graph's own words are never repeated: only a name that we sent and that they quote. */
function namedProperty(message: string, properties: readonly string[]): string | null {
  return properties.find((name) => message.includes(`'${name}'`) || message.includes(`"${name}"`)) ?? null;
}
