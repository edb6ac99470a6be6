import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

interface Service {
  readonly image: string;
  readonly build?: unknown;
  readonly user?: string;
  readonly restart?: string;
  readonly ports?: readonly string[];
  readonly healthcheck?: { readonly test: readonly string[] };
  readonly environment?: Readonly<Record<string, unknown>>;
  readonly env_file?: string | readonly string[];
  readonly depends_on?: Readonly<Record<string, { readonly condition: string }>>;
  readonly stop_grace_period?: string;
}
interface Compose {
  readonly services: Readonly<Record<string, Service>>;
}

const text = readFileSync('docker-compose.yml', 'utf8');
const compose = parse(text, { merge: true }) as Compose;
const services = Object.entries(compose.services);
const longRunning = services.filter(([, service]) => service.restart === 'unless-stopped');
const workers = services.filter(([, service]) => service.build !== undefined);

describe('docker-compose.yml', () => {
  it('is valid by the schema of the Compose Specification', () => {
    const schema = JSON.parse(readFileSync('test/unit/ops/compose-spec.json', 'utf8')) as Record<
      string,
      unknown
    >;
    // Draft 7 under an address that Ajv does not know it by.
    delete schema['$schema'];
    const validate = new Ajv({ strict: false, validateFormats: false }).compile(schema);

    validate(compose);

    expect(validate.errors).toBeNull();
  });

  it.each(services)('%s runs a pinned image, never as root', (_name, service) => {
    expect(service.image).toMatch(/^[a-z0-9/-]+:\d+\.\d+/);
    expect(service.user).toMatch(/^(?!root$|0($|:))[a-z]+$/);
  });

  it.each(longRunning)('%s tells whether it is well', (_name, service) => {
    expect(service.healthcheck?.test[0]).toBe('CMD');
  });

  it.each(services)('%s is long-running, or runs once and is waited for', (name, service) => {
    const isWaitedFor = services.some(
      ([, other]) => other.depends_on?.[name]?.condition === 'service_completed_successfully',
    );

    expect(service.restart === 'unless-stopped' || (isWaitedFor && service.restart === 'on-failure:5')).toBe(
      true,
    );
  });

  it.each(services)('%s publishes its ports on this machine only', (_name, service) => {
    expect((service.ports ?? []).filter((port) => !port.startsWith('127.0.0.1:'))).toEqual([]);
  });

  it('publishes no port twice', () => {
    const published = services.flatMap(([, service]) =>
      (service.ports ?? []).map((port) => port.split(':')[1]),
    );

    expect(new Set(published).size).toBe(published.length);
  });

  it('holds no secret: they are in files that are not committed', () => {
    const names = services.flatMap(([, service]) => Object.keys(service.environment ?? {}));

    expect(names.filter((name) => /PASSWORD|PWD|TOKEN|SECRET|DATABASE_URL/.test(name))).toEqual([]);
    expect(text).not.toMatch(/:\/\/[^\s/@]+:[^\s/@]+@/);
  });

  it('has two workers that get the same secrets and time to finish what they write', () => {
    expect(workers).toHaveLength(2);
    expect(new Set(workers.map(([, worker]) => JSON.stringify(worker.env_file))).size).toBe(1);
    expect(workers.map(([, worker]) => worker.stop_grace_period)).toEqual(['60s', '60s']);
  });
});

describe('Dockerfile', () => {
  const dockerfile = readFileSync('Dockerfile', 'utf8');

  it('builds on pinned images', () => {
    const bases = [...dockerfile.matchAll(/^FROM (\S+)/gm)].map(([, image]) => image);

    expect(bases.length).toBeGreaterThan(0);
    expect(bases.filter((image) => !/^node:20\.\d+\.\d+-bookworm-slim$/.test(image ?? ''))).toEqual([]);
  });

  it('ends in a stage that runs without root, can be stopped and tells whether it is well', () => {
    const final = dockerfile.slice(dockerfile.lastIndexOf('\nFROM '));

    expect(final).toMatch(/^USER node$/m);
    expect(final).toMatch(/^STOPSIGNAL SIGTERM$/m);
    expect(final).toMatch(/^HEALTHCHECK /m);
    expect(final).toMatch(/\/healthz/);
    expect(final).toMatch(/^CMD \["worker"\]$/m);
  });

  it('copies only what .dockerignore lets through', () => {
    const allowed = readFileSync('.dockerignore', 'utf8')
      .split('\n')
      .filter((line) => line.startsWith('!'))
      .map((line) => line.slice(1));
    const copied = [...dockerfile.matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, paths]) =>
      (paths ?? '').split(' '),
    );

    expect(copied.filter((path) => !allowed.includes(path))).toEqual([]);
  });
});
