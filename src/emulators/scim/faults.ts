import type { RequestHandler } from 'express';

/** What goes wrong with the next requests that fit. */
export interface Fault {
  /** Every method unless told. */
  readonly method?: string;
  /** Beginning of the path below the SCIM base URL: `/Users`. Every path unless told. */
  readonly path?: string;
  /** Answered instead of the server. */
  readonly status?: number;
  /** The `Retry-After` header of that answer. */
  readonly retryAfter?: string;
  /** How many requests it meets; 1 unless told. */
  readonly times?: number;
  /** Cuts the connection `before` the server sees the request, or `after` it has carried it out. */
  readonly dropConnection?: 'before' | 'after';
  /** Answers with an HTML page, as proxies do; with 200 unless `status` is told. */
  readonly html?: boolean;
}

export interface Faults {
  add(fault: Fault): void;
  clear(): void;
}

/** Faults that are added, and the middleware that makes them happen, first come first served. */
export function faultInjection(): { readonly faults: Faults; readonly middleware: RequestHandler } {
  let armed: { readonly fault: Fault; remaining: number }[] = [];

  const middleware: RequestHandler = (request, response, next) => {
    const hit = armed.find(
      ({ fault, remaining }) =>
        remaining > 0 &&
        (fault.method === undefined || fault.method === request.method) &&
        (fault.path === undefined || request.path.startsWith(fault.path)),
    );
    if (hit === undefined) {
      next();
      return;
    }
    hit.remaining -= 1;
    armed = armed.filter(({ remaining }) => remaining > 0);

    const { status, retryAfter, dropConnection, html } = hit.fault;
    if (dropConnection === 'before') {
      request.socket.destroy();
    } else if (dropConnection === 'after') {
      response.end = () => {
        request.socket.destroy();
        return response;
      };
      next();
    } else {
      if (retryAfter !== undefined) response.set('Retry-After', retryAfter);
      if (html === true) {
        response
          .status(status ?? 200)
          .type('html')
          .send('<!doctype html><title>Sign in</title>');
      } else {
        response
          .status(status ?? 500)
          .type('application/scim+json')
          .send({
            schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
            status: String(status ?? 500),
            detail: 'A fault that was asked for.',
          });
      }
    }
  };

  return {
    faults: {
      add: (fault) => {
        armed.push({ fault, remaining: fault.times ?? 1 });
      },
      clear: () => {
        armed = [];
      },
    },
    middleware,
  };
}
