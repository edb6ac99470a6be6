import type { ExpressionFunction } from './expression-function.js';

export const guid: ExpressionFunction = {
  name: 'Guid',
  parameters: [],
  returns: 'text',
  description:
    'A new random GUID in lower case. It is another one at each evaluation, so use it in mappings that apply only during creation.',
  examples: [{ expression: 'Guid()', result: ['3f0a2c1e-7d44-4b7e-9a53-0b6f1c2d8e90'], isOneOfMany: true }],
  evaluate: (_, context) => [guidOf(context.randomBytes(16))],
};

/** Version 4, RFC 9562, 5.4: random but for the version and variant bits. */
function guidOf(bytes: Uint8Array): string {
  const fixed = bytes.with(6, ((bytes[6] ?? 0) & 0x0f) | 0x40).with(8, ((bytes[8] ?? 0) & 0x3f) | 0x80);
  const digits = Array.from(fixed, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
