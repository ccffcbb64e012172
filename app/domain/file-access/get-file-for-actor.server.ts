import { and, eq, inArray, or, type SQL, sql } from "drizzle-orm";
import type { DbOrTx } from "#db/client.server.ts";
import { complaintFiles, complaints } from "#db/schema/complaints.server.ts";
import { consents } from "#db/schema/consents.server.ts";
import { disbursements } from "#db/schema/disbursements.server.ts";
import { files } from "#db/schema/files.server.ts";
import { householdCorrections, householdExits, householdReentries } from "#db/schema/household-exits.server.ts";
import { householdReviews, householdSignatures } from "#db/schema/household-files.server.ts";
import { households } from "#db/schema/households.server.ts";
import { impactReportPhotos, impactReports } from "#db/schema/impact-reports.server.ts";
import { libraryAcceptances, libraryFiles } from "#db/schema/library-project-papers.server.ts";
import { libraryProjects } from "#db/schema/library-projects.server.ts";
import { needPhotos, needs } from "#db/schema/needs.server.ts";
import { offlineGifts } from "#db/schema/offline-gifts.server.ts";
import { pairingDeedFiles, pairingDeeds } from "#db/schema/pairing-deeds.server.ts";
import { pairings } from "#db/schema/pairings.server.ts";
import { pledges } from "#db/schema/pledges.server.ts";
import { villages } from "#db/schema/regions.server.ts";
import { needSignatures, reviewMeetings } from "#db/schema/verification.server.ts";
import { visitPhotos, visits } from "#db/schema/visits.server.ts";
import { type Actor, actorUserId, scopesOf } from "../actor.ts";
import { complaintReaderRoles } from "../complaints/complaint-policy.ts";
import { complaintsOf } from "../complaints/complaint-staff-queries.server.ts";
import { mayShowPicture } from "../households/consent-conditions.server.ts";
import { householdReaderRoles } from "../households/household-policy.ts";
import { isId } from "../ids.ts";
import { projectReaderRoles } from "../library-projects/library-project.ts";
import { isPublicNeed } from "../needs/public-need-conditions.server.ts";
import { inScope } from "../scope.server.ts";

export type VisibleFile = { storageKey: string; mediaType: string; sizeBytes: number; isPublic: boolean };

/** Files that hang on a published need or report, or are a village's picture. */
function isForAnyone(): SQL {
  return sql`(
    exists (select 1 from ${needPhotos} join ${needs} on ${eq(needs.id, needPhotos.needId)}
      where ${eq(needPhotos.fileId, files.id)} and ${isPublicNeed()} and ${mayShowPicture(needPhotos.showsPerson)})
    or exists (select 1 from ${impactReportPhotos}
      join ${impactReports} on ${eq(impactReports.id, impactReportPhotos.reportId)} and ${eq(impactReports.state, "published")}
      join ${needs} on ${eq(needs.id, impactReports.needId)}
      where ${eq(impactReportPhotos.fileId, files.id)} and ${isPublicNeed()} and ${mayShowPicture(impactReportPhotos.showsPerson)})
    or exists (select 1 from ${villages} where ${villages.photoFileId} = ${files.id}::text))`;
}

/** Evidence and drafts: staff of the subtree of the need or household it hangs on. */
function isForStaff(scopes: readonly string[]): SQL {
  const needIsInScope = inScope(needs.regionCode, scopes);
  const ofNeed = [
    sql`${needs.id} in (select ${needPhotos.needId} from ${needPhotos} where ${eq(needPhotos.fileId, files.id)})`,
    sql`${needs.id} in (select ${reviewMeetings.needId} from ${reviewMeetings} where ${eq(reviewMeetings.minutesFileId, files.id)})`,
    sql`${needs.id} in (select ${needSignatures.needId} from ${needSignatures} where ${eq(needSignatures.evidenceFileId, files.id)})`,
    sql`${needs.id} in (select ${disbursements.needId} from ${disbursements} where ${files.id} in (${disbursements.evidenceFileId}, ${disbursements.confirmationFileId}))`,
    sql`${needs.id} in (select ${pledges.needId} from ${pledges} where ${eq(pledges.signatureFileId, files.id)})`,
    sql`${needs.id} in (select ${impactReports.needId} from ${impactReports}
      join ${impactReportPhotos} on ${eq(impactReportPhotos.reportId, impactReports.id)} where ${eq(impactReportPhotos.fileId, files.id)})`,
  ];
  const ofFile = [
    sql`${households.id} in (select ${householdReviews.householdId} from ${householdReviews} where ${eq(householdReviews.minutesFileId, files.id)})`,
    sql`${households.id} in (select ${householdSignatures.householdId} from ${householdSignatures} where ${eq(householdSignatures.evidenceFileId, files.id)})`,
    sql`${households.id} in (select ${householdExits.householdId} from ${householdExits} where ${files.id} in (${householdExits.evidenceFileId}, ${householdExits.signatureFileId}))`,
    sql`${households.id} in (select ${householdCorrections.householdId} from ${householdCorrections} where ${eq(householdCorrections.evidenceFileId, files.id)})`,
    sql`${households.id} in (select ${householdReentries.householdId} from ${householdReentries} where ${eq(householdReentries.evidenceFileId, files.id)})`,
  ];
  return sql`(exists (select 1 from ${needs} where ${needIsInScope} and (${sql.join(ofNeed, sql` or `)}))
    or exists (select 1 from ${consents} join ${households} on ${eq(households.id, consents.householdId)}
      where ${eq(consents.evidenceFileId, files.id)} and ${inScope(households.regionCode, scopes)})
    or exists (select 1 from ${visitPhotos} join ${visits} on ${eq(visits.id, visitPhotos.visitId)}
      where ${eq(visitPhotos.fileId, files.id)} and ${inScope(visits.regionCode, scopes)})
    or exists (select 1 from ${households} where ${inScope(households.regionCode, scopes)} and (${sql.join(ofFile, sql` or `)})))`;
}

/** What somebody sent with a complaint: those who deal with it, and nobody it is about. */
function isForComplaintReaders(actor: Actor): SQL {
  return sql`exists (select 1 from ${complaintFiles} join ${complaints} on ${eq(complaints.id, complaintFiles.complaintId)}
    where ${eq(complaintFiles.fileId, files.id)} and ${complaintsOf(actor, complaintReaderRoles)})`;
}

/** Quotes, photos and acceptance papers of a library project: staff of its subtree who read projects (S100). */
function isForProjectStaff(actor: Actor): SQL {
  const scope = inScope(libraryProjects.regionCode, scopesOf(actor, projectReaderRoles));
  return sql`exists (select 1 from ${libraryProjects} where ${scope} and (
    ${libraryProjects.id} in (select ${libraryFiles.projectId} from ${libraryFiles} where ${eq(libraryFiles.fileId, files.id)})
    or ${libraryProjects.id} in (select ${libraryAcceptances.projectId} from ${libraryAcceptances} where ${eq(libraryAcceptances.fileId, files.id)})))`;
}

/** Members of the charity see the evidence of what it pays, and the documents of what came to it outside the site. */
function isForCharity(actor: Actor): SQL {
  const ids =
    actor.kind === "user" ? actor.memberships.filter((one) => one.isVerified).map((one) => one.organizationId) : [];
  if (ids.length === 0) return sql`false`;
  return sql`(exists (select 1 from ${disbursements} where ${files.id} in (${disbursements.evidenceFileId}, ${disbursements.confirmationFileId})
      and ${inArray(disbursements.charityId, ids)})
    or exists (select 1 from ${offlineGifts} where ${eq(offlineGifts.documentFileId, files.id)}
      and ${inArray(offlineGifts.charityId, ids)}))`;
}

/** Evidence of a deed: both sides of its pairing, and staff of its place (S50). */
function isForPairingSides(actor: Actor): SQL {
  if (actor.kind !== "user") return sql`false`;
  const ids = actor.memberships.filter((one) => one.isVerified).map((one) => one.organizationId);
  const isSide = or(
    eq(pairings.userId, actor.userId),
    ids.length === 0 ? undefined : inArray(pairings.organizationId, ids),
    ids.length === 0 ? undefined : inArray(pairings.partnerOrganizationId, ids),
    inScope(pairings.regionCode, scopesOf(actor, householdReaderRoles)),
  );
  return sql`exists (select 1 from ${pairingDeedFiles}
    join ${pairingDeeds} on ${eq(pairingDeeds.id, pairingDeedFiles.deedId)}
    join ${pairings} on ${eq(pairings.id, pairingDeeds.pairingId)}
    where ${eq(pairingDeedFiles.fileId, files.id)} and ${isSide})`;
}

/**
 * The file if this actor may see it now, else null (G2). Nothing is remembered on the file: it is asked anew of the record the file hangs
 * on, so that a withdrawn need or consent takes its pictures along at once (F11). A file that hangs on nothing is seen by nobody.
 */
export async function getFileForActor(
  db: DbOrTx,
  { fileId, actor }: { fileId: string; actor: Actor },
): Promise<VisibleFile | null> {
  if (!isId(fileId)) return null;
  const mine =
    actorUserId(actor) === null
      ? sql`false`
      : or(
          isForStaff(scopesOf(actor, householdReaderRoles)),
          isForProjectStaff(actor),
          isForCharity(actor),
          isForComplaintReaders(actor),
          isForPairingSides(actor),
        );
  const [row] = await db
    .select({
      storageKey: files.storageKey,
      mediaType: files.mediaType,
      sizeBytes: files.sizeBytes,
      isPublic: sql<boolean>`${isForAnyone()}`,
    })
    .from(files)
    .where(and(eq(files.id, fileId), or(isForAnyone(), mine)));
  return row ?? null;
}
