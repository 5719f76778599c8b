/** What a report is about. Versions count within one subject. */
export type ReportSubject =
  | { readonly kind: "CAMPAIGN"; readonly campaignId: string }
  | { readonly kind: "BRAND"; readonly brandId: number; readonly from: string; readonly to: string }
  | { readonly kind: "PATHS"; readonly pathSetId: string };

/** One text a subject, by which its versions are found. */
export function subjectKey(subject: ReportSubject): string {
  switch (subject.kind) {
    case "CAMPAIGN":
      return `campaign ${subject.campaignId}`;
    case "BRAND":
      return `brand ${subject.brandId} ${subject.from}/${subject.to}`;
    case "PATHS":
      return `paths ${subject.pathSetId}`;
  }
}
