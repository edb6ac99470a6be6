import { describe, expect, it } from '@jest/globals';
import { rateLimitFields, type RateLimitTold } from '../../../src/scim/rate-limit-fields.js';

const NOW = Date.parse('2026-03-01T12:00:00Z');
const left = (requests: number, seconds: number): RateLimitTold['left'] => ({
  requests,
  resetMs: seconds * 1_000,
});
const policy = (requests: number, seconds: number): RateLimitTold['policy'] => ({
  requests,
  windowMs: seconds * 1_000,
});

interface Case {
  readonly form: string;
  readonly fields: Readonly<Record<string, string | string[]>>;
  readonly told: RateLimitTold | undefined;
}

const cases: readonly Case[] = [
  {
    form: 'lists with names',
    fields: { ratelimit: '"default";r=50;t=30', 'ratelimit-policy': '"default";q=100;w=60' },
    told: { left: left(50, 30), policy: policy(100, 60) },
  },
  {
    form: 'several policies, of which the strictest counts',
    fields: {
      ratelimit: '"burst";r=3;t=1, "daily";r=900;t=4000',
      'ratelimit-policy': '"burst";q=100;w=1, "daily";q=1000;w=86400',
    },
    told: { left: left(3, 1), policy: policy(1_000, 86_400) },
  },
  {
    form: 'policies of what is no request',
    fields: { 'ratelimit-policy': '"bytes";q=5;w=1;qu="content-bytes", "all";q=10;w=1' },
    told: { left: null, policy: policy(10, 1) },
  },
  {
    form: 'a dictionary',
    fields: { ratelimit: 'limit=100, remaining=50, reset=5', 'ratelimit-policy': '100;w=10' },
    told: { left: left(50, 5), policy: policy(100, 10) },
  },
  {
    form: 'three fields',
    fields: { 'ratelimit-limit': '100', 'ratelimit-remaining': '7', 'ratelimit-reset': '9' },
    told: { left: left(7, 9), policy: null },
  },
  {
    form: 'three fields with X and a date',
    fields: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW / 1_000 + 20) },
    told: { left: left(0, 20), policy: null },
  },
  {
    form: 'a date in milliseconds',
    fields: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': String(NOW + 1_500) },
    told: { left: left(0, 1.5), policy: null },
  },
  {
    form: "a date by the target's clock, which is slow",
    fields: {
      'x-ratelimit-remaining': '0',
      'x-ratelimit-reset': String(NOW / 1_000 - 580),
      date: 'Sun, 01 Mar 2026 11:50:00 GMT',
    },
    told: { left: left(0, 20), policy: null },
  },
  {
    form: 'a reset in years',
    fields: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '999999999' },
    told: { left: left(0, 86_400), policy: null },
  },
  {
    form: 'a field that came twice',
    fields: { 'x-ratelimit-remaining': ['4', '9'], 'x-ratelimit-reset': '1' },
    told: { left: left(4, 1), policy: null },
  },
  { form: 'nothing of it', fields: { 'content-type': 'application/json' }, told: undefined },
  { form: 'words', fields: { ratelimit: 'soon!', 'ratelimit-policy': ';;' }, told: undefined },
  {
    form: 'numbers that are none',
    fields: { 'x-ratelimit-remaining': '-1', 'x-ratelimit-reset': 'tomorrow' },
    told: undefined,
  },
  { form: 'a window of no length', fields: { 'ratelimit-policy': '"a";q=5;w=0' }, told: undefined },
];

describe('what a target tells of its limits', () => {
  it.each(cases)('is understood as $form', ({ fields, told }) => {
    expect(rateLimitFields(fields, NOW)).toEqual(told);
  });
});
