import type { Clock } from "../../platform/clock";
import type { PersonEraser, StoredPerson } from "../../platform/person-eraser";
import type { ActivatedPeopleStore } from "./activated-people.store";
import type { AudienceExportStore } from "./audience-export.store";

/** Takes a person out of what pushes still send, and away every export file that held him: a file cannot lose one line. */
export class ActivationEraser implements PersonEraser {
  readonly tables = ["activated_people", "audience_export_part"] as const;

  constructor(
    private readonly people: ActivatedPeopleStore,
    private readonly exports: AudienceExportStore,
    private readonly clock: Clock,
  ) {}

  async erase({ ordinals }: StoredPerson): Promise<void> {
    await this.exports.eraseFiles(await this.people.findIdsWith(ordinals), this.clock.now());
    await this.people.erase(ordinals);
  }
}
