import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { SeededRandom } from "../../engines/numeric/seeded-random";
import { AsciiBuffer } from "./ascii-buffer";
import type { CalendarDay } from "./calendar";
import type { Channel } from "./channel";
import { DEVICE_LENGTH, IDENTITY_LENGTH, PIN_LENGTH } from "./identity-fields";
import type { People } from "./people";

interface TouchpointFiles {
  readonly names: readonly string[];
  readonly rows: number;
  readonly bytes: number;
}

const SLOT_MS = 600_000;
const SLOTS = 144;
const MS_A_KILOSECOND = 1_000_000;
/** More than any row has: the longest are on-site orders of a campaign with some 330. */
const MOST_BYTES_A_ROW = 512;
const LAST_MS_OF_DAY = 86_399_999;
/** Shares of on-site rows without the device, and of off-site rows with the account. */
const WITHOUT_DEVICE = 0.15;
const WITH_PIN = 0.03;
const NEVER = 0xffff;

/**
 * Writes one NDJSON file a calendar month. Rows are bytes put together by hand and kept by ten minutes of the day until the day is
 * written, so memory holds one day and a file is in time order but for ten minutes. 3 million rows (650 MB) take 5 to 6 s of one
 * core; rows as strings, joined once a day, took 10 to 13.
 *
 * A person's device and account meet on the first on-site row, and until the day after no row has one without the other: read in
 * order, no row ever joins two people who were already known apart.
 */
export class TouchpointLog {
  private readonly slots = Array.from({ length: SLOTS }, () => new AsciiBuffer());
  private readonly identities: Uint8Array;
  private readonly joinedOn: Uint16Array;
  private readonly names: string[] = [];
  private file: FileHandle | undefined;
  private month = "";
  private rows = 0;
  private bytes = 0;
  private today: CalendarDay | undefined;

  constructor(
    private readonly folder: string,
    people: People,
    private readonly random: SeededRandom,
  ) {
    this.identities = people.identities.bytes;
    this.joinedOn = new Uint16Array(people.count).fill(NEVER);
  }

  get written(): TouchpointFiles {
    return { names: this.names, rows: this.rows, bytes: this.bytes };
  }

  async startDay(day: CalendarDay): Promise<void> {
    this.today = day;
    const month = day.date.slice(0, 7);
    if (month === this.month) return;
    await this.file?.close();
    this.month = month;
    const name = `touchpoints-${String(this.names.length + 1).padStart(2, "0")}.ndjson`;
    this.names.push(name);
    this.file = await open(join(this.folder, name), "w");
  }

  /** `second` counts from the day's start; what would fall outside the day happens at its edge. */
  record(second: number, person: number, channel: Channel, details: string): void {
    const day = this.today!;
    const ms = Math.max(0, Math.min(Math.floor(second * 1000), LAST_MS_OF_DAY));
    const slot = this.slots[Math.floor(ms / SLOT_MS)]!;
    this.rows += 1;
    slot.reserve(MOST_BYTES_A_ROW);
    slot.appendText('{"id":"e');
    slot.appendText(String(this.rows));
    slot.appendText('","at":');
    const kiloseconds = Math.floor((day.startsAtMs + ms) / MS_A_KILOSECOND);
    slot.appendDigits(kiloseconds, 7);
    slot.appendDigits(day.startsAtMs + ms - kiloseconds * MS_A_KILOSECOND, 6);
    slot.appendAll(channel.head);
    slot.appendText(details);
    if (channel.isOnSite) this.appendOnSiteIdentity(slot, person, day.index);
    else this.appendOffSiteIdentity(slot, person, day.index);
    slot.appendText("}\n");
  }

  async finishDay(): Promise<void> {
    const chunk = Buffer.concat(this.slots.map((slot) => slot.content()));
    this.bytes += chunk.length;
    await this.file!.appendFile(chunk);
    for (const slot of this.slots) slot.clear();
  }

  async close(): Promise<void> {
    await this.file?.close();
    this.file = undefined;
  }

  private appendOnSiteIdentity(slot: AsciiBuffer, person: number, day: number): void {
    const start = person * IDENTITY_LENGTH;
    if (this.joinedOn[person]! < day && this.random.uniform() < WITHOUT_DEVICE) {
      slot.appendBytes(this.identities, start + DEVICE_LENGTH, PIN_LENGTH);
      return;
    }
    if (this.joinedOn[person] === NEVER) this.joinedOn[person] = day;
    slot.appendBytes(this.identities, start, IDENTITY_LENGTH);
  }

  private appendOffSiteIdentity(slot: AsciiBuffer, person: number, day: number): void {
    const isJoined = this.joinedOn[person]! < day && this.random.uniform() < WITH_PIN;
    slot.appendBytes(this.identities, person * IDENTITY_LENGTH, isJoined ? IDENTITY_LENGTH : DEVICE_LENGTH);
  }
}
