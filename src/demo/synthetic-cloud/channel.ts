import { PLATFORMS } from "./catalogue";

/** The part of a row that action, platform, brand and category decide, written once and kept in ASCII. */
export interface Channel {
  readonly head: Uint8Array;
  readonly isOnSite: boolean;
}

/** `fields` are further ready-made fields, each with its comma in front. */
export function createChannel(action: string, platform: string, fields: string): Channel {
  const { site } = PLATFORMS.find(({ code }) => code === platform)!;
  const head = `,"action":"${action}","platform":"${platform}","site":"${site}"${fields}`;
  return { head: Buffer.from(head, "latin1"), isOnSite: site === "ON_SITE" };
}
