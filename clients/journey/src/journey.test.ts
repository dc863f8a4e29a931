/** The journey, in order and in one process, so that at its end we know which known differences were met. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { summary } from "./recorded";

import "./catalogue";
import "./checkout";
import "./refusals";
import "./customers/accounts";
import "./customers/addresses";
import "./customers/sessions";
import "./customers/purchases";
import "./customers/transfers";
import "./customers/passwords";
import "./customers/strangers";

describe("the comparison with Medusa", () => {
  it("met every difference in known-differences.json", (t) => {
    const { compared, known, stale } = summary();
    t.diagnostic(`${compared} answers compared with Medusa's, ${known} known differences`);
    assert.deepEqual(stale, [], "these entries no longer hold: remove them");
  });
});
