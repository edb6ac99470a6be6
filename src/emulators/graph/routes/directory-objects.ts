import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { Emulation } from '../emulation.js';
import { permissions } from '../http/permissions.js';
import { parsedBody } from '../odata/bodies.js';
import { memberView } from '../odata/views.js';

const idsSchema = z.object({ ids: z.array(z.string()).max(1000), types: z.array(z.string()).optional() });

/** `POST /directoryObjects/getByIds`: up to 1,000 objects at once. Unknown ids are left out. */
export function directoryObjectRoutes(app: FastifyInstance, emulation: Emulation): void {
  const terms = { config: { needs: permissions.readObjects, units: 3 } };
  app.post('/directoryObjects/getByIds', terms, (request, reply) => {
    const { ids, types } = parsedBody(idsSchema, request.body);
    const { directory } = emulation;
    const value = ids.flatMap((id) => {
      const member = directory.object(id)?.member;
      if (member === undefined || types?.includes(member.type) === false) return [];
      return memberView(directory, member, null) ?? [];
    });
    return reply.send({ '@odata.context': `${emulation.root}/v1.0/$metadata#directoryObjects`, value });
  });
}
