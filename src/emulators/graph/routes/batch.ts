import type { FastifyInstance, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Emulation } from '../emulation.js';
import { innerCallHeader, innerCallMark } from '../http/announce.js';
import { callOf } from '../http/call.js';
import { parsedBody } from '../odata/bodies.js';
import { badRequest } from '../odata/errors.js';
import { randomFrom, shuffled } from '../random.js';

const stepSchema = z.object({
  id: z.string().min(1),
  method: z.enum(['GET', 'POST', 'PATCH', 'PUT', 'DELETE']),
  url: z.string().regex(/^(?!\/?\$batch)/i),
  headers: z.record(z.string(), z.string()).optional(),
  body: z.json().optional(),
  dependsOn: z.array(z.string()).optional(),
});

const batchSchema = z.object({ requests: z.array(stepSchema).min(1) });

type Step = z.infer<typeof stepSchema>;

interface Answer {
  readonly id: string;
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** `POST /$batch`: up to 20 calls in one, each admitted, throttled and spoiled on its own, answered in any order. */
export function batchRoutes(app: FastifyInstance, emulation: Emulation): void {
  const random = randomFrom(20);
  app.post('/$batch', { config: { units: 0 } }, async (request, reply) => {
    const { requests } = parsedBody(batchSchema, request.body);
    checkSteps(requests);
    const answers = new Map<string, Promise<Answer>>();
    const answerOf = (step: Step): Promise<Answer> => {
      const key = step.id.toLowerCase();
      const answer = answers.get(key) ?? answered(step);
      answers.set(key, answer);
      return answer;
    };
    const answered = async (step: Step): Promise<Answer> => {
      const needed = requests.filter(({ id }) => dependencies(step).includes(id.toLowerCase()));
      const before = await Promise.all(needed.map(answerOf));
      if (before.some(({ status }) => status >= 400)) {
        return failed(step.id, 424, 'FailedDependency', 'A request that this one depends on failed.');
      }
      return perform(emulation, request, step);
    };
    const responses = shuffled(await Promise.all(requests.map(answerOf)), random);
    return reply.send({ responses });
  });
}

const dependencies = (step: Step) => (step.dependsOn ?? []).map((id) => id.toLowerCase());

/** Refuses what cannot be carried out as a whole: too many, equal ids, a dependency that is missing or comes later. */
function checkSteps(steps: readonly Step[]): void {
  if (steps.length > 20) {
    throw badRequest('Number of batch request steps exceeds the maximum value of 20.');
  }
  const seen = new Set<string>();
  for (const step of steps) {
    const id = step.id.toLowerCase();
    if (seen.has(id)) throw badRequest(`The batch request id '${step.id}' is not unique.`);
    if (dependencies(step).some((other) => !seen.has(other))) {
      throw badRequest(`The batch request '${step.id}' depends on a request that does not come before it.`);
    }
    if (
      step.body !== undefined &&
      !Object.keys(step.headers ?? {}).some((name) => /^content-type$/i.test(name))
    ) {
      throw badRequest(`The batch request '${step.id}' has a body but no Content-Type header.`);
    }
    seen.add(id);
  }
}

/** Makes the call over loopback, as anybody would, so that it meets everything a call meets. */
async function perform(emulation: Emulation, outer: FastifyRequest, step: Step): Promise<Answer> {
  try {
    const response = await fetch(`${emulation.address}/v1.0/${step.url.replace(/^\//, '')}`, {
      method: step.method,
      redirect: 'manual',
      headers: {
        ...step.headers,
        authorization: outer.headers.authorization ?? '',
        'client-request-id': callOf(outer).ids.clientRequestId,
        [innerCallHeader]: innerCallMark,
      },
      ...(step.body === undefined ? {} : { body: JSON.stringify(step.body) }),
    });
    const headers = [...response.headers].filter(([name]) => passedOn.has(name));
    const answer = {
      id: step.id,
      status: response.status,
      headers: Object.fromEntries(headers.map(([name, value]) => [spelled(name), value])),
    };
    const text = await response.text();
    return text === '' ? answer : { ...answer, body: asJson(text) };
  } catch {
    return failed(step.id, 504, 'GatewayTimeout', 'The request was broken off.');
  }
}

const passedOn = new Set([
  'cache-control',
  'content-type',
  'location',
  'retry-after',
  'x-ms-resource-unit',
  'x-ms-throttle-limit-percentage',
  'x-ms-throttle-scope',
  'x-ms-throttle-information',
]);

/** `retry-after` as `Retry-After`, the way Graph spells headers inside of a batch. */
const spelled = (name: string) =>
  name.startsWith('x-') ? name : name.replace(/\b[a-z]/g, (c) => c.toUpperCase());

function asJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return body;
  }
}

function failed(id: string, status: number, code: string, message: string): Answer {
  return { id, status, headers: { 'Content-Type': 'application/json' }, body: { error: { code, message } } };
}
