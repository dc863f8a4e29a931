/** Answers that say no, as the js-sdk tells of them: a status and a message. */

import assert from "node:assert/strict";

import { FetchError } from "@medusajs/js-sdk";

import { assertRefusal } from "./recorded";

/** An id that is nobody's. */
export const nobody = (prefix: string) => `${prefix}_00000000000000000000000000`;

/** Asserts a refusal with the status and the message that Medusa gave. */
export async function refusedLike(name: string, answer: Promise<unknown>): Promise<FetchError> {
  const error = await refusal(answer);
  assertRefusal(name, error);
  return error;
}

/** Asserts a refusal with this status and a message in words, which repeats no id. */
export async function refused(status: number, answer: Promise<unknown>): Promise<FetchError> {
  const error = await refusal(answer);
  assert.equal(error.status, status, error.message);
  assert.match(error.message, / |^Unauthorized$/, "the message is a sentence, or Medusa's one word");
  assert.doesNotMatch(error.message, /_0{20}/);
  return error;
}

async function refusal(answer: Promise<unknown>): Promise<FetchError> {
  const error = await answer.then(() => assert.fail("it was allowed"), (reason: unknown) => reason);
  assert.ok(error instanceof FetchError, String(error));
  return error;
}
