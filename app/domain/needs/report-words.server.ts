import { type SQL, sql } from "drizzle-orm";
import { impactReports } from "#db/schema/impact-reports.server.ts";
import { needs } from "#db/schema/needs.server.ts";
import { mayShowWords } from "../households/consent-conditions.server.ts";

/** Whether the words of a report may still be shown (F11, L29). For queries over reports with their needs joined. */
export const mayShowReportWords: SQL<boolean> = mayShowWords(sql`${impactReports.publishedAt}`);

/** What a report is called in public: without its own words by the name of its need. */
export const reportTitle: SQL<string> = sql<string>`case when ${mayShowReportWords} then ${impactReports.title} else ${needs.title} end`;
