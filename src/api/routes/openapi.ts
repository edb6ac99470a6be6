import { z } from 'zod';
import { openApiDocument } from '../openapi.js';
import { route, type Route } from '../route.js';

/** The description of all routes, itself included. */
export function openApiRoute(routes: () => readonly Route[]): Route {
  return route({
    name: 'getOpenApi',
    path: '/openapi.json',
    summary: 'This document.',
    answer: z.looseObject({ openapi: z.string() }),
    handler: () => Promise.resolve({ openapi: '', ...openApiDocument(routes()) }),
  });
}
