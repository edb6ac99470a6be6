import type { RequestHandler } from 'express';

/** Whose limits the target has. `dynamic-signal` has no groups and deletes nobody. */
export type ScimTargetProfile = 'generic' | 'dialpad' | 'dynamic-signal';

/** Refuses what the app of that profile cannot do. */
export function profileRules(profile: ScimTargetProfile): RequestHandler {
  return (request, response, next) => {
    const refusal = profile === 'dynamic-signal' ? dynamicSignalRefusal(request.method, request.path) : null;
    if (refusal === null) {
      next();
      return;
    }
    response
      .status(refusal.status)
      .type('application/scim+json')
      .send({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        ...refusal,
        status: String(refusal.status),
      });
  };
}

function dynamicSignalRefusal(method: string, path: string): { status: number; detail: string } | null {
  if (path.startsWith('/Groups')) return { status: 404, detail: 'Endpoint Not Found' };
  if (method === 'DELETE') return { status: 405, detail: 'Users cannot be deleted' };
  return null;
}
