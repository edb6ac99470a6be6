import { describe, expect, it } from '@jest/globals';
import { renewalTimeMs, TokenProvider } from '../../../../src/directory/microsoft-graph/token-provider.js';

describe('renewalTimeMs', () => {
  it.each([
    ['an hour: five minutes before its end', 3600, 3_300_000],
    ['ten minutes: half-way', 600, 300_000],
    ['a minute: half-way', 60, 30_000],
    ['nothing: at once', 0, 0],
  ])('renews a token that lives %s', (_, seconds, expected) => {
    expect(renewalTimeMs(1_000_000, seconds) - 1_000_000).toBe(expected);
  });
});

describe('TokenProvider', () => {
  function aProvider() {
    const clock = { now: 0 };
    let issued = 0;
    const provider = new TokenProvider(
      async () => ({ value: `token-${(issued += 1)}`, expiresInSeconds: 3600 }),
      () => clock.now,
    );
    return { provider, clock };
  }

  it('asks once for all who need a token at the same time', async () => {
    const { provider } = aProvider();

    const tokens = await Promise.all([provider.token(), provider.token(), provider.token()]);

    expect(tokens).toEqual(['token-1', 'token-1', 'token-1']);
  });

  it('keeps a token until five minutes before its end', async () => {
    const { provider, clock } = aProvider();
    const tokens = [];

    for (const now of [0, 3_299_999, 3_300_000]) {
      clock.now = now;
      tokens.push(await provider.token());
    }

    expect(tokens).toEqual(['token-1', 'token-1', 'token-2']);
  });

  it('drops a refused token, but not the newer one that replaced it', async () => {
    const { provider } = aProvider();
    const first = await provider.token();

    provider.invalidate(first);
    const second = await provider.token();
    provider.invalidate(first);

    expect([first, second, await provider.token()]).toEqual(['token-1', 'token-2', 'token-2']);
  });

  it('asks again after a request that failed', async () => {
    let attempts = 0;
    const provider = new TokenProvider(async () => {
      attempts += 1;
      if (attempts === 1) throw new Error('unreachable');
      return { value: 'token', expiresInSeconds: 3600 };
    });

    await expect(provider.token()).rejects.toThrow('unreachable');
    await expect(provider.token()).resolves.toBe('token');
  });
});
