import { z } from 'zod';
import { refusal, type Route } from './route.js';

const TOKEN = 'token';

/** Refusals that any route may answer with, save those that stay open. */
const REFUSALS = {
  400: 'A parameter is not what it must be.',
  401: 'The bearer token is missing or wrong.',
  429: 'Asked too often: `Retry-After` says after how many seconds to ask again.',
  500: 'The answer could not be read.',
  503: 'The answer took too long.',
} as const;

/** The read API as an OpenAPI 3.1 document, from what checks questions and answers. @see OpenAPI Specification 3.1.0. */
export function openApiDocument(routes: readonly Route[]): Readonly<Record<string, unknown>> {
  return {
    openapi: '3.1.0',
    info: {
      title: "scimflow's read API",
      version: '1',
      description:
        'What happened to whom and why, from what a worker remembers. It writes nothing. Fields and routes are added without a new version; clients pass over what they do not know.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [
      {
        url: 'http://127.0.0.1:8080',
        description: 'A worker, unless SCIMFLOW_API_HOST and _PORT say otherwise.',
      },
    ],
    paths: Object.fromEntries(routes.map((route) => [template(route.path), { get: operationOf(route) }])),
    components: {
      schemas: { Refusal: schemaOf(refusal, 'output') },
      securitySchemes: {
        [TOKEN]: {
          type: 'http',
          scheme: 'bearer',
          description:
            'SCIMFLOW_API_TOKEN of the worker; none is needed where it has none, which is on loopback only.',
        },
      },
    },
  };
}

function operationOf(route: Route): object {
  const { name, summary, description, isOpen, answer, notFound, mayBeUnavailable } = route;
  const answered = (text: string) => contentOf(text, schemaOf(answer, 'output'));
  return {
    operationId: name,
    summary,
    ...(description === undefined ? {} : { description }),
    security: isOpen ? [] : [{ [TOKEN]: [] }],
    parameters: [...parametersOf(route.parameters, 'path'), ...parametersOf(route.query, 'query')],
    responses: {
      200: answered(summary),
      ...(isOpen ? {} : refusals(REFUSALS)),
      ...(notFound === undefined ? {} : refusals({ 404: notFound })),
      ...(mayBeUnavailable ? { 503: answered('Not so.') } : {}),
    },
  };
}

function parametersOf(parameters: Route['query'], place: 'path' | 'query'): readonly object[] {
  const { properties = {}, required = [] } = schemaOf(parameters, 'input');
  return Object.entries(properties).map(([name, property]) => {
    const { description, ...schema } = property as Record<string, unknown>;
    return {
      name,
      in: place,
      required: required.includes(name),
      ...(description === undefined ? {} : { description }),
      schema,
    };
  });
}

function refusals(descriptions: Readonly<Record<number, string>>): object {
  return Object.fromEntries(
    Object.entries(descriptions).map(([status, description]) => [
      status,
      contentOf(description, { $ref: '#/components/schemas/Refusal' }),
    ]),
  );
}

function contentOf(description: string, schema: object): object {
  return { description, content: { 'application/json': { schema } } };
}

/** @param io `input`: as it is written, before it is read; of answers nobody may expect that they hold nothing more. */
function schemaOf(schema: z.ZodType, io: 'input' | 'output'): z.core.JSONSchema.BaseSchema {
  const described = z.toJSONSchema(schema, {
    io,
    override: ({ jsonSchema }) => {
      if (jsonSchema.additionalProperties === false) delete jsonSchema.additionalProperties;
    },
  });
  delete described.$schema;
  return described;
}

/** `/v1/apps/:appId` as `/v1/apps/{appId}`. */
function template(path: string): string {
  return path.replace(/:(\w+)/g, '{$1}');
}
