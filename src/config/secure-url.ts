import { z } from 'zod';
import { isSecureUrl } from '../http/secure-url.js';

/** `https`, or plain `http` to this machine itself; never with a user name or password in it. */
export const secureUrl = z
  .url({
    abort: true,
    error: ({ code }) =>
      code === 'invalid_format' ? 'must be a URL such as https://example.com/scim' : undefined,
  })
  .refine((text) => isSecureUrl(text), {
    abort: true,
    error: 'must be an https URL (plain http is accepted for loopback addresses only)',
  })
  .refine((text) => !hasCredentials(new URL(text)), {
    error: 'must not hold a user name or password; secrets are given by reference, never in a URL',
  });

function hasCredentials(url: URL): boolean {
  return url.username !== '' || url.password !== '';
}
