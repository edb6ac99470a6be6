import { describe, expect, it } from '@jest/globals';
import type { HttpAnswer } from '../../../src/scim/http-exchange.js';
import { notScim, objectErrorCode, objectRejected, statusOf } from '../../../src/scim/refusal.js';

const ERROR_SCHEMA = 'urn:ietf:params:scim:api:messages:2.0:Error';

describe('the code of a refusal', () => {
  it.each([
    { status: 400, scimType: 'uniqueness', code: 'EntryConflict' },
    { status: 400, scimType: 'invalidPath', code: 'SchemaAttributeNotFound' },
    { status: 400, scimType: 'noTarget', code: 'SchemaAttributeNotFound' },
    { status: 400, scimType: 'invalidValue', code: 'UnprocessableEntity' },
    { status: 400, scimType: null, code: 'UnprocessableEntity' },
    { status: 403, scimType: null, code: 'InsufficientRights' },
    { status: 404, scimType: null, code: 'InvalidAnchor' },
    { status: 405, scimType: null, code: 'MethodNotAllowed' },
    { status: 409, scimType: 'uniqueness', code: 'EntryConflict' },
    { status: 413, scimType: null, code: 'UnprocessableEntity' },
    { status: 422, scimType: null, code: 'UnprocessableEntity' },
    { status: 501, scimType: null, code: 'NotImplemented' },
    { status: 505, scimType: null, code: 'InternalServerError' },
  ])('$status $scimType is $code', ({ status, scimType, code }) => {
    expect(objectErrorCode(status, scimType)).toBe(code);
  });
});

describe('the words of a refusal', () => {
  it.each([
    { name: 'detail', body: { schemas: [ERROR_SCHEMA], status: '400', detail: 'title is too long' } },
    { name: 'message', body: { message: 'title is too long' } },
    { name: 'error', body: { error: 'title is too long' } },
    { name: 'SCIM 1.1', body: { Errors: [{ description: 'title is too long', code: 400 }] } },
  ])('are found as $name', ({ body }) => {
    expect(objectRejected(anAnswer({ body: JSON.stringify(body) }), 'Creating', []).detail).toBe(
      'title is too long',
    );
  });

  it('do not repeat a page', () => {
    const answer = anAnswer({ contentType: 'text/html; charset=utf-8', body: '<h1>Not today</h1>' });

    expect(objectRejected(answer, 'Creating', []).detail).toBe('The answer was an HTML page.');
  });

  it('mask what was sent', () => {
    const answer = anAnswer({ body: JSON.stringify({ detail: 'Ann Lee is no user of tenant 5' }) });

    const rejected = objectRejected(answer, 'Creating a user in app.example', ['ann lee']);

    expect(rejected.detail).toBe('*** is no user of tenant 5');
    expect(rejected.message).toBe('Creating a user in app.example was refused with 400.');
  });
});

describe('the status', () => {
  it('of an error wrapped in a 200 is that of the error', () => {
    const body = JSON.stringify({ schemas: [ERROR_SCHEMA], status: '409' });

    expect(statusOf(anAnswer({ status: 200, body }))).toBe(409);
  });

  it('of a resource is its own, whatever attribute it calls status', () => {
    expect(statusOf(anAnswer({ status: 201, body: JSON.stringify({ id: 'a', status: 404 }) }))).toBe(201);
  });
});

describe('an answer that is not SCIM', () => {
  it('is told by status and type, never by its content', () => {
    const answer = anAnswer({ status: 200, contentType: 'text/html; charset=utf-8', body: 'secret' });

    const failure = notScim(answer, 'Asking app.example', 'a SCIM ListResponse');

    expect(failure.type).toBe('TargetNotScim');
    expect(failure.message).toBe(
      'Asking app.example was answered with 200 (text/html) instead of a SCIM ListResponse.',
    );
  });
});

function anAnswer(facts: Partial<HttpAnswer>): HttpAnswer {
  return {
    type: 'answer',
    status: 400,
    contentType: 'application/scim+json',
    retryAfter: undefined,
    location: undefined,
    body: '',
    json: facts.body?.startsWith('{') === true ? JSON.parse(facts.body) : undefined,
    ...facts,
  };
}
