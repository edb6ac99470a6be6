import { DirectoryRefusal } from '../directory/refusal.js';

/** An answer that is not the one asked for, with the code Graph gives it. */
export class GraphError extends Error {
  override readonly name = 'GraphError';
  readonly status: number;
  readonly code: string;
  readonly headers: Readonly<Record<string, string>>;

  constructor(status: number, code: string, message: string, headers: Readonly<Record<string, string>> = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.headers = headers;
  }
}

export const badRequest = (message: string) => new GraphError(400, 'Request_BadRequest', message);

export const unsupported = (message: string) => new GraphError(400, 'Request_UnsupportedQuery', message);

export const insufficientPrivileges = () =>
  new GraphError(403, 'Authorization_RequestDenied', 'Insufficient privileges to complete the operation.');

/** Graph's spelling of whatever went wrong here. */
export function asGraphError(error: unknown): GraphError {
  if (error instanceof GraphError) return error;
  if (error instanceof DirectoryRefusal) {
    return error.reason === 'notFound'
      ? new GraphError(404, 'Request_ResourceNotFound', error.message)
      : badRequest(error.message);
  }
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500;
  if (status >= 400 && status < 500) {
    return new GraphError(status, 'BadRequest', 'Unable to read JSON request payload.');
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new GraphError(500, 'InternalServerError', `The emulator failed: ${reason}`);
}

export interface Ids {
  readonly requestId: string;
  readonly clientRequestId: string;
}

/** The documented error body. */
export function errorBody(error: GraphError, ids: Ids, timestamp: string): object {
  return {
    error: {
      code: error.code,
      message: error.message,
      innerError: {
        date: timestamp.replace('Z', ''),
        'request-id': ids.requestId,
        'client-request-id': ids.clientRequestId,
      },
    },
  };
}
