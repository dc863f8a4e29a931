/** The letters of the shop, which it keeps in a folder while it has no mail server (`mail.outbox`). */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";

/** How long a letter may take before the test gives up; how long it does take is nobody's business here. */
const PATIENCE_MS = 30_000;

export interface Letter {
  to: string;
  /** The links in it, as a mail program would make them out. */
  links: URL[];
}

const outbox = process.env["WUFI_MAIL__OUTBOX"];
const followed = new Set<string>();

/** A link to a page whose path ends like `page`, from a letter to `email` that is new: no link is given twice. */
export async function linkTo(page: RegExp, email: string): Promise<URL> {
  for (let waited = 0; waited < PATIENCE_MS; waited += 50) {
    const links = letters().filter((letter) => letter.to === email).flatMap((letter) => letter.links);
    const link = links.find((candidate) => page.test(candidate.pathname) && !followed.has(candidate.href));
    if (link) {
      followed.add(link.href);
      return link;
    }
    await pause(50);
  }
  return assert.fail(`no letter with a link like ${page} came to ${email}`);
}

/** Every letter so far, the oldest first. */
export function letters(): Letter[] {
  assert.ok(outbox, "WUFI_MAIL__OUTBOX must be set; clients/journey/run.sh does it");
  return kept(outbox).map((name) => read(readFileSync(join(outbox, name), "latin1")));
}

/** The shop makes the folder with its first letter, and names each by its time. */
function kept(folder: string): string[] {
  try {
    return readdirSync(folder).filter((name) => /^[^.].*\.eml$/.test(name)).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return [];
    throw error;
  }
}

/** Reads a letter in quoted-printable (RFC 2045 §6.7), the only form that the shop writes. */
export function read(letter: string): Letter {
  const end = letter.indexOf("\r\n\r\n");
  const head = letter.slice(0, end);
  assert.match(head, /^Content-Transfer-Encoding: quoted-printable$/im);
  const to = /^To: <?([^<>\r\n]+)>?\r?$/im.exec(head)?.[1];
  assert.ok(to, "the letter is to somebody");

  const octets = letter.slice(end).replace(/=\r\n/g, "").replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  const text = Buffer.from(octets, "latin1").toString("utf8");
  return { to, links: (text.match(/https?:\/\/\S+/g) ?? []).map((link) => new URL(link)) };
}
