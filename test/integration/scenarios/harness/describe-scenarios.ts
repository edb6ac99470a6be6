import { afterAll, describe, expect, it } from '@jest/globals';
import { accountsAs, groupsAs, logAs, requestsIn } from './observed.js';
import { Play } from './play.js';
import type { Event, Expectation, Scenario } from './scenario.js';
import { openStage, type Stage } from './stage.js';
import type { SharedTarget } from './independent-target.js';
import { startScimmy, startStrict, type ScenarioTarget } from './targets.js';

const TIMEOUT_MS = 60_000;

const start = { scimmy: startScimmy, strict: startStrict };
const names = Object.keys(start) as (keyof typeof start)[];

/** The tests of a table: every scenario against every target that it is played on, several at the same time. */
export function describeScenarios(title: string, scenarios: readonly Scenario[]): void {
  const stage = theStage();
  describe(title, () => {
    for (const scenario of scenarios) {
      for (const name of names.filter((each) => scenario.notOn?.[each] === undefined)) {
        const test = `${scenario.name} [${name}]`;
        if (scenario.todo !== undefined) it.todo(`${test}: ${scenario.todo}`);
        else
          it.concurrent(
            test,
            async () => {
              const target = await start[name](scenario);
              try {
                // What one target shows of the engine's silence need not be shown by both, a cycle each.
                const endsQuietly = name === 'strict' || scenario.isGeneric === true;
                await play(await stage(), scenario, target, { endsQuietly });
              } finally {
                await target.stop();
              }
            },
            TIMEOUT_MS,
          );
      }
    }
  });
}

/** The same, one after the other, with one server that is emptied between them. */
export function describeScenariosOn(
  name: string,
  scenarios: readonly Scenario[],
  startServer: () => Promise<SharedTarget>,
): void {
  const stage = theStage();
  let target: SharedTarget | null = null;
  describe(`generic scenarios on ${name}`, () => {
    afterAll(async () => {
      await target?.stop();
    });
    for (const scenario of scenarios) {
      if (scenario.todo !== undefined) it.todo(`${scenario.name} [${name}]: ${scenario.todo}`);
      else
        it(
          `${scenario.name} [${name}]`,
          async () => {
            target ??= await startServer();
            await target.empty();
            await play(await stage(), scenario, target, { endsQuietly: true });
          },
          TIMEOUT_MS,
        );
    }
  });
}

/** Opened when it is first asked for, because concurrent tests begin before any hook does. */
function theStage(): () => Promise<Stage> {
  let stage: Promise<Stage> | null = null;
  afterAll(async () => {
    await (await stage)?.close();
  });
  return () => (stage ??= openStage());
}

async function play(
  stage: Stage,
  scenario: Scenario,
  target: ScenarioTarget,
  { endsQuietly }: { readonly endsQuietly: boolean },
): Promise<void> {
  const started = await Play.begin(stage, scenario, target);
  try {
    await playThrough(started, scenario);
    if (endsQuietly) await oneMoreCycle(started, scenario);
    expect(target.violations()).toEqual([]);
  } finally {
    await started.end();
  }
}

async function playThrough(play: Play, scenario: Scenario): Promise<void> {
  await happen(play, scenario.before ?? []);
  await play.configure({});
  await play.cycleEnds();
  await compare(play, 'the first cycle', scenario.initially);

  for (const { when, expect: expected } of scenario.then ?? []) {
    const begins = await happen(play, when);
    if (!begins) await play.askForCycle();
    await play.cycleEnds();
    const reads = begins ? {} : { reads: {} };
    await compare(play, when.map(({ what }) => what).join(', '), { ...reads, ...expected });
  }
}

/** Nothing changed, so nothing is sent. */
async function oneMoreCycle(play: Play, scenario: Scenario): Promise<void> {
  play.target.clearRequests();
  await play.askForCycle();
  await play.cycleEnds();
  const { because, reads = {}, writes = {} } = scenario.finally ?? {};
  const title = `one more cycle${because === undefined ? '' : `, where ${because}`}`;
  await compare(play, title, { reads, writes });
}

/** @returns whether a cycle begins by that. */
async function happen(play: Play, events: readonly Event[]): Promise<boolean> {
  play.target.clearRequests();
  for (const event of events) {
    await event.carryOut(play);
    // What a cycle asks that began by itself counts.
    if (event.beginsCycle === undefined) play.target.clearRequests();
  }
  return events.some(({ beginsCycle }) => beginsCycle === true);
}

/** Compares everything that is told of at once, so that a difference shows with what else is different. */
async function compare(play: Play, after: string, expected: Expectation): Promise<void> {
  const { target, labels } = play;
  const { reads, writes, bodies } = requestsIn(target.requests(), labels);
  const seen = {
    after,
    writes,
    ...(expected.reads === undefined ? {} : { reads }),
    ...(expected.accounts === undefined
      ? {}
      : { accounts: accountsAs(expected.accounts, await target.users(), labels) }),
    ...(expected.groups === undefined
      ? {}
      : { groups: groupsAs(expected.groups, await target.groups(), labels) }),
    ...(expected.log === undefined ? {} : { log: logAs(await play.log()) }),
  };
  const { bodies: sent, status, log, ...told } = expected;
  expect(seen).toEqual({ after, ...told, ...(log === undefined ? {} : { log: [...log].sort() }) });
  if (sent !== undefined && target.remembersBodies)
    expect({ after, bodies }).toMatchObject({ after, bodies: sent });
  if (status !== undefined) expect({ after, status: await play.status() }).toMatchObject({ after, status });
}
