import type { Json } from '../json.js';
import type { ScimError } from '../scim-error.js';
import type { Switches } from '../switches.js';
import type { ScimAnswer } from './exchange.js';

const errorUrn = 'urn:ietf:params:scim:api:messages:2.0:Error';

/** An error as the target tells it. RFC 7644, 3.12. */
export function errorAnswer(error: ScimError, switches: Switches): ScimAnswer {
  return { status: error.status, body: errorBody(error, switches) };
}

function errorBody({ status, scimType, message }: ScimError, { errorShape }: Switches): Json {
  switch (errorShape) {
    case 'scim':
    case 'numericStatus':
      return {
        schemas: [errorUrn],
        status: errorShape === 'scim' ? String(status) : status,
        ...(scimType === null ? {} : { scimType }),
        detail: message,
      };
    case 'message':
      return { message };
    case 'scim1':
      return { Errors: [{ description: message, code: status }] };
  }
}
