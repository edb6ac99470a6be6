import { z } from 'zod';
import { ProvisioningFailure } from '../../failures.js';

/** @see Microsoft Entra, "Microsoft Entra authentication and authorization error codes". */
const REASONS: Readonly<Record<string, string>> = {
  AADSTS7000215: 'the client secret is wrong (its value is needed, not its id)',
  AADSTS7000222: 'the client secret has expired',
  AADSTS700016: 'there is no app registration with this clientId in the tenant',
  AADSTS7000112: 'the app registration is disabled',
  AADSTS7000229: 'the app registration has no service principal in the tenant',
  AADSTS90002: 'there is no tenant with this tenantId',
  AADSTS900023: 'tenantId is neither a GUID nor a domain name of a tenant',
  AADSTS700027: 'the certificate is not registered with the app registration, or has expired',
  AADSTS700024: "the assertion is not valid at this time: check this machine's clock",
  AADSTS70021: 'no federated identity credential of the app registration fits the token',
  AADSTS700211: 'no federated identity credential of the app registration fits the issuer of the token',
  AADSTS700212: 'no federated identity credential of the app registration fits the audience of the token',
  AADSTS700213: 'no federated identity credential of the app registration fits the subject of the token',
  AADSTS53003: 'a Conditional Access policy blocks it',
  AADSTS70011: 'the scope is not valid: graphUrl does not belong to this authority',
  AADSTS500011: 'graphUrl is not known in the tenant',
};

const PASSING_ERRORS = new Set(['temporarily_unavailable', 'server_error', 'slow_down']);
/** "A transient error has occurred." */
const PASSING_CODES = new Set(['AADSTS90033']);
const SCOPE_CODES = new Set(['AADSTS70011', 'AADSTS500011']);

const refusalBody = z.object({
  error: z
    .string()
    .regex(/^[\w.-]{1,100}$/)
    .catch('unknown error'),
  error_description: z.string().catch(''),
  error_codes: z.array(z.number()).catch([]),
});

/**
 * An OAuth error of the authority, told by its code. The description stays unsaid: it repeats ids and addresses.
 * @see RFC 6749, 5.2.
 */
export function tokenRefusal(
  doing: string,
  status: number,
  body: unknown,
  wait: { readonly retryAfterMs?: number },
): ProvisioningFailure {
  const { error, error_description, error_codes } = refusalBody.parse(body);
  const code =
    error_codes[0] === undefined ? /AADSTS\d+/.exec(error_description)?.[0] : `AADSTS${error_codes[0]}`;
  const name = code === undefined ? error : `${error}, ${code}`;

  if (status === 429)
    return new ProvisioningFailure('SourceThrottled', `${doing}: the authority is busy (${name}).`, wait);
  if (PASSING_ERRORS.has(error) || (code !== undefined && PASSING_CODES.has(code)))
    return new ProvisioningFailure(
      'SourceUnavailable',
      `${doing}: the authority is not available (${name}).`,
      wait,
    );

  const reason = (code === undefined ? undefined : REASONS[code]) ?? 'the authority refuses the client';
  const isScope = error === 'invalid_scope' || (code !== undefined && SCOPE_CODES.has(code));
  return new ProvisioningFailure(
    isScope ? 'SourceIncompatible' : 'SourceCredentialsRejected',
    `${doing}: ${reason} (${name}).`,
    isScope ? { remedy: 'Check that graphUrl and authorityUrl belong to the same cloud.' } : {},
  );
}
