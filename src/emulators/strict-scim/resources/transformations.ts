import { isObject, type Json, type JsonObject } from '../json.js';
import type { ResourceType } from '../schema/resource-type.js';
import type { Switches } from '../switches.js';

/** What the app makes of the values it is sent. */
export function transformed(attributes: JsonObject, type: ResourceType, switches: Switches): JsonObject {
  if (type.name !== 'User') return attributes;
  const { userName, phoneNumbers } = attributes;
  return {
    ...attributes,
    ...(switches.storedUserNames === 'lowerCase' && typeof userName === 'string'
      ? { userName: userName.toLowerCase() }
      : {}),
    ...(switches.storedPhoneNumbers === 'digits' && Array.isArray(phoneNumbers)
      ? { phoneNumbers: (phoneNumbers as readonly Json[]).map(inDigits) }
      : {}),
  };
}

/** With the number that the app gives a new user, where it gives one. */
export function withAssignedPhone(attributes: JsonObject, { assignedPhoneType }: Switches): JsonObject {
  if (assignedPhoneType === null) return attributes;
  const { phoneNumbers } = attributes;
  const own = Array.isArray(phoneNumbers) ? (phoneNumbers as readonly Json[]) : [];
  const number = `+1555${String(Math.floor(Math.random() * 10_000_000)).padStart(7, '0')}`;
  return { ...attributes, phoneNumbers: [...own, { value: number, type: assignedPhoneType }] };
}

function inDigits(phoneNumber: Json): Json {
  if (!isObject(phoneNumber) || typeof phoneNumber['value'] !== 'string') return phoneNumber;
  return { ...phoneNumber, value: phoneNumber['value'].replace(/(?!^\+)\D/g, '') };
}
