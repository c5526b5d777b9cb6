/** Guards for JSON that buildx writes: what is not of the expected form becomes an empty value. */

import { type Fields, isFields } from "../../any-json.ts";

export const listOf = (value: unknown): Fields[] =>
  Array.isArray(value) ? value.filter(isFields) : [];

export const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

export const numberOf = (value: unknown): number => (typeof value === "number" ? value : 0);
