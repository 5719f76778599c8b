export type { GrowthProgramme } from "./growth-programme";
export type { GrowthProgrammeService } from "./growth-programme.service";
