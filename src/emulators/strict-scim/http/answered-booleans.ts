import { isObject, type Json } from '../json.js';

/** A copy with every Boolean as "True" or "False". */
export function booleansAsText(value: Json): Json {
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (Array.isArray(value)) return (value as readonly Json[]).map(booleansAsText);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, booleansAsText(part)]));
}
