import { ProvisioningFailure } from '../../failures.js';

/** Object ids may be told; whatever else was given in their place, such as an address, may not. */
export function shown(id: string): string {
  return /^[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}$/i.test(id) ? ` ${id.toLowerCase()}` : '';
}

export function noServicePrincipal(id: string): ProvisioningFailure {
  return new ProvisioningFailure(
    'ConfigurationInvalid',
    `servicePrincipalId: the tenant has no service principal${shown(id)} with this object id.`,
    {
      remedy:
        'Copy "Object ID" from the properties of the enterprise application; the app registration has another one.',
    },
  );
}
