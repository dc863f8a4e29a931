/** Reading letters is itself tested. */

import assert from "node:assert/strict";
import { describe, it } from "node:test";

import { read } from "./letters";

const head = "From: Wufi <wufi@shop.invalid>\r\nTo: mari@example.test\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n";

describe("a letter", () => {
  it("is to whom it says", () => {
    assert.equal(read(`${head}Tere!\r\n`).to, "mari@example.test");
    assert.equal(read(head.replace("mari@example.test", "<mari@example.test>")).to, "mari@example.test");
  });

  it("has links, which its encoding breaks and which are put together again", () => {
    const body = "Vali uus parool =C3=BChes kohas:\r\n\r\nhttps://shop.test/et/reset-password?token=3Da.b.=\r\nc\r\n\r\nhttps://shop.test/=C3=B5\r\n";

    const links = read(head + body).links.map((link) => link.href);

    assert.deepEqual(links, ["https://shop.test/et/reset-password?token=a.b.c", "https://shop.test/%C3%B5"]);
  });

  it("in another encoding is not understood", () => {
    assert.throws(() => read(head.replace("quoted-printable", "base64")));
  });
});
