/** An answer of the token endpoint that is not a token. */
export class OAuthError extends Error {
  override readonly name = 'OAuthError';
  readonly status: number;
  readonly error: string;
  /** The number after `AADSTS`. */
  readonly code: number;

  constructor(status: number, error: string, code: number, message: string) {
    super(message);
    this.status = status;
    this.error = error;
    this.code = code;
  }
}

export function oauthBody(
  { error, code, message }: OAuthError,
  ids: { readonly requestId: string; readonly clientRequestId: string },
  timestamp: string,
): object {
  return {
    error,
    error_description: `AADSTS${code}: ${message} Trace ID: ${ids.requestId} Correlation ID: ${ids.clientRequestId} Timestamp: ${timestamp}`,
    error_codes: [code],
    timestamp,
    trace_id: ids.requestId,
    correlation_id: ids.clientRequestId,
    error_uri: `https://login.microsoftonline.com/error?code=${code}`,
  };
}
