export type { Review } from "./review";
export type { ReviewService } from "./review.service";
