import type { Switches } from '../switches.js';
import { attribute, named, type Attribute } from './attribute.js';
import { commonAttributes } from './common-attributes.js';
import { enterpriseUserAttributes, enterpriseUserUrn } from './enterprise-user.js';
import { groupAttributes, groupUrn } from './group.js';
import { userAttributes, userUrn } from './user.js';

export interface Schema {
  readonly urn: string;
  readonly name: string;
  readonly description: string;
  readonly attributes: readonly Attribute[];
}

export interface ResourceType {
  readonly name: 'User' | 'Group';
  /** Below the base URL. */
  readonly endpoint: 'Users' | 'Groups';
  readonly core: Schema;
  readonly extensions: readonly Schema[];
  /** Beyond what the schemas require. */
  readonly requiredPaths: readonly string[];
}

export interface ResourceTypes {
  readonly User: ResourceType;
  readonly Group: ResourceType;
}

/** What the app declares: the core schemas less what it has not, with its custom attributes in their extensions. */
export function resourceTypes(switches: Switches): ResourceTypes {
  const core = (urn: string, name: 'User' | 'Group', attributes: readonly Attribute[]): Schema => ({
    urn,
    name,
    description: `SCIM core ${name}`,
    attributes: attributes.filter((one) => !isMissing(one.name, switches)),
  });
  return {
    User: {
      name: 'User',
      endpoint: 'Users',
      core: core(userUrn, 'User', userAttributes),
      extensions: userExtensions(switches),
      requiredPaths: switches.requiredUserAttributes,
    },
    Group: {
      name: 'Group',
      endpoint: 'Groups',
      core: core(groupUrn, 'Group', groupAttributes),
      extensions: [],
      requiredPaths: switches.requiredGroupAttributes,
    },
  };
}

/** Attributes that stand on a resource's first level: the common ones and those of its core schema. */
export function firstLevel(type: ResourceType): readonly Attribute[] {
  return [...commonAttributes, ...type.core.attributes];
}

/** The extension of that URN, without regard to case. */
export function extensionOf(type: ResourceType, urn: string): Schema | undefined {
  const wanted = urn.toLowerCase();
  return type.extensions.find((one) => one.urn.toLowerCase() === wanted);
}

function userExtensions(switches: Switches): readonly Schema[] {
  const enterprise = {
    urn: enterpriseUserUrn,
    name: 'EnterpriseUser',
    description: 'Enterprise User',
    attributes: enterpriseUserAttributes.filter(
      ({ name }) => !isMissing(`${enterpriseUserUrn}:${name}`, switches),
    ),
  };
  const urnOf = (path: string): string => path.slice(0, path.lastIndexOf(':'));
  const urns = new Set([enterpriseUserUrn, ...switches.additionalAttributes.map(urnOf)]);
  return [...urns]
    .map((urn) => {
      const base = urn === enterpriseUserUrn ? enterprise : emptySchema(urn);
      const own = switches.additionalAttributes.filter((path) => urnOf(path) === urn);
      const names = own.map((path) => path.slice(urn.length + 1));
      const added = names.filter((name) => named(base.attributes, name) === undefined);
      return {
        ...base,
        attributes: [...base.attributes, ...added.map((name) => attribute(name, `Custom: ${name}.`))],
      };
    })
    .filter((schema) => schema.attributes.length > 0);
}

function emptySchema(urn: string): Schema {
  return { urn, name: urn.split(':').at(-1) ?? urn, description: 'Custom attributes', attributes: [] };
}

function isMissing(path: string, { missingAttributes }: Switches): boolean {
  return missingAttributes.some((missing) => missing.toLowerCase() === path.toLowerCase());
}
