import { Resources } from './resources/resources.js';
import { resourceTypes, type ResourceTypes } from './schema/resource-type.js';
import type { RepresentationContext } from './resources/representation.js';
import { FaultPlan } from './faults/fault-plan.js';
import { Recorder } from './http/recorder.js';
import type { Switches } from './switches.js';

/** Everything one running target knows, apart from the wire. */
export class Emulation {
  readonly switches: Switches;
  readonly types: ResourceTypes;
  readonly token: string;
  readonly latencyMs: number;
  readonly faults = new FaultPlan();
  readonly recorder = new Recorder();
  /** The SCIM base URL. Known once it listens. */
  baseUrl = '';
  #resources: Resources;

  constructor(switches: Switches, token: string, latencyMs: number) {
    this.switches = switches;
    this.types = resourceTypes(switches);
    this.token = token;
    this.latencyMs = latencyMs;
    this.#resources = new Resources(switches);
  }

  get resources(): Resources {
    return this.#resources;
  }

  get representation(): RepresentationContext {
    return { resources: this.#resources, switches: this.switches, baseUrl: this.baseUrl };
  }

  /** As after starting. */
  reset(): void {
    this.#resources = new Resources(this.switches);
    this.faults.clear();
    this.recorder.clear();
  }
}
