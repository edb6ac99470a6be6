import { z } from 'zod';
import { ProvisioningFailure } from '../failures.js';
import type { ObjectErrorCode } from '../plan/model.js';
import { maskedText } from './masked-text.js';
import type { HttpAnswer } from './http-exchange.js';
import { ObjectRejected } from './scim-target.js';

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:error';

const text = z.string().optional().catch(undefined);
/** SCIM 2.0's error, and the shapes that other servers send: `{message}`, `{error}`, SCIM 1.1's `{Errors: […]}`. */
const errorBody = z.object({
  schemas: z.array(z.string()).optional().catch(undefined),
  status: z.coerce.number().int().min(400).max(599).optional().catch(undefined),
  scimType: text,
  detail: text,
  message: text,
  error_description: text,
  error: text,
  Errors: z
    .array(z.object({ description: text }))
    .optional()
    .catch(undefined),
});

/** The status, also where a server wraps an error in a 200. */
export function statusOf(answer: HttpAnswer): number {
  const isSuccess = answer.status >= 200 && answer.status <= 299;
  if (!isSuccess || !answer.body.toLowerCase().includes(ERROR_SCHEMA)) return answer.status;
  const { schemas, status } = parseError(answer);
  const isError = schemas?.some((schema) => schema.toLowerCase() === ERROR_SCHEMA) ?? false;
  return isError ? (status ?? 500) : answer.status;
}

/**
 * How Entra's provisioning log calls a refusal of one object.
 * @see RFC 7644, section 3.12, for `scimType`.
 */
export function objectErrorCode(status: number, scimType: string | null): ObjectErrorCode {
  switch (status) {
    case 400:
      if (scimType === 'uniqueness') return 'EntryConflict';
      return scimType === 'invalidPath' || scimType === 'noTarget'
        ? 'SchemaAttributeNotFound'
        : 'UnprocessableEntity';
    case 403:
      return 'InsufficientRights';
    case 404:
    case 410:
      return 'InvalidAnchor';
    case 405:
      return 'MethodNotAllowed';
    case 408:
      return 'Timeout';
    case 409:
      return 'EntryConflict';
    case 429:
      return 'TooManyRequests';
    case 501:
      return 'NotImplemented';
    default:
      return status >= 500 ? 'InternalServerError' : 'UnprocessableEntity';
  }
}

/** @param doing such as "Creating a user in app.example". @param secrets what must not be repeated to anyone. */
export function objectRejected(
  answer: HttpAnswer,
  doing: string,
  secrets: readonly string[],
): ObjectRejected {
  const status = statusOf(answer);
  const { scimType: given, detail, message, error_description, error, Errors } = parseError(answer);
  const scimType = given !== undefined && /^[A-Za-z]{1,40}$/.test(given) ? given : null;
  const words =
    detail ?? message ?? error_description ?? error ?? Errors?.[0]?.description ?? plainText(answer);
  return new ObjectRejected({
    errorCode: objectErrorCode(status, scimType),
    status,
    scimType,
    detail: maskedText(words, secrets),
    message: `${doing} was refused with ${status}${scimType === null ? '' : ` ${scimType}`}.`,
  });
}

export function credentialsRejected(status: number, doing: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'CredentialsRejected',
    `${doing} was refused with ${status}: the secret token is ${status === 401 ? 'not valid' : 'not allowed to do this'}.`,
  );
}

/** @param expected such as "a SCIM ListResponse". */
export function notScim(answer: HttpAnswer, doing: string, expected: string): ProvisioningFailure {
  const mediaType = /^[\w.+-]+\/[\w.+-]+/.exec(answer.contentType)?.[0] ?? 'no content type';
  const isRedirect = answer.status >= 300 && answer.status <= 399;
  return new ProvisioningFailure(
    'TargetNotScim',
    `${doing} was answered with ${answer.status} (${isRedirect ? 'a redirect, which is not followed' : mediaType}) instead of ${expected}.`,
  );
}

function parseError(answer: HttpAnswer): z.infer<typeof errorBody> {
  const parsed = errorBody.safeParse(answer.json);
  return parsed.success ? parsed.data : {};
}

function plainText(answer: HttpAnswer): string {
  return answer.contentType.includes('html') ? 'The answer was an HTML page.' : answer.body;
}
