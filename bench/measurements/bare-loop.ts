import { Agent } from 'node:http';
import got from 'got';
import pMap from 'p-map';
import type { MeasuredTarget } from '../world/measured-target.js';

/**
 * The least that can create users over HTTP: one POST each with a common client library, nothing remembered, nothing
 * checked but the status.
 * @returns users a second, between the same two moments of the target as for the engine.
 */
export async function runBareLoop(
  target: MeasuredTarget,
  bodies: readonly string[],
  options: { readonly concurrency: number; readonly latencyMs: number; readonly signal: AbortSignal },
): Promise<number> {
  const { concurrency, latencyMs, signal } = options;
  await target.reset({ latencyMs });
  const agent = new Agent({ keepAlive: true, maxSockets: concurrency });
  const headers = { authorization: `Bearer ${target.token}`, 'content-type': 'application/scim+json' };
  const post = (body: string): Promise<unknown> =>
    got.post(`${target.url}/Users`, { agent: { http: agent }, headers, body, retry: { limit: 0 } });
  try {
    await pMap(bodies, post, { concurrency, signal });
  } finally {
    agent.destroy();
  }
  const { posts } = await target.take();
  if (posts === null) throw new Error('The bare loop created nobody.');
  return (bodies.length * 1_000) / (posts.lastAt - posts.firstAt);
}
