import type { SignedInActor } from "#app/domain/actor.ts";
import { newId } from "#app/domain/ids.ts";
import { approveLibraryProject } from "#app/domain/library-projects/approve-library-project.server.ts";
import { findLibraryProject } from "#app/domain/library-projects/find-library-project.server.ts";
import { moveLibraryProject } from "#app/domain/library-projects/move-library-project.server.ts";
import { saveLibraryProject } from "#app/domain/library-projects/save-library-project.server.ts";
import { type PlainProjectStep, takeProjectStep } from "#app/domain/library-projects/take-project-step.server.ts";
import type { Result } from "#app/domain/result.ts";
import type { FileStore } from "#app/files/file-store.ts";
import type { Tx } from "#db/client.server.ts";
import { libraryAcceptances, libraryFiles } from "#db/schema/library-project-papers.server.ts";
import { type DemoProject, demoProjects } from "./demo-library-projects.ts";
import { type DrawnPicture, registerPictures } from "./pictures.server.ts";
import type { Random } from "./random.ts";
import type { SeededPeople } from "./seed-people.server.ts";

type Context = { people: SeededPeople; pictures: readonly DrawnPicture[]; files: FileStore; now: Date };
const dayMilliseconds = 86_400_000;

function done<Value>(title: string, result: Result<Value, string> | { ok: false; code: string }): Value {
  if (!result.ok) throw new Error(`${title}: ${result.code}`);
  return (result as { value: Value }).value;
}

/**
 * Projects of the library (S100), made by the site's own commands: those the fund's spendings of 2018 belong to, and a few of today that wait
 * for the town and the county. Returns the ids by title. What has an acceptance gets it from `seedProjectResults`, after the money.
 */
export async function seedLibraryProjects(
  tx: Tx,
  random: Random,
  context: Context,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (const demo of demoProjects) ids.set(demo.title, await seedProject(tx, random, demo, context));
  return ids;
}

async function seedProject(tx: Tx, random: Random, demo: DemoProject, context: Context): Promise<string> {
  const { personas } = context.people;
  const applicant = personas[demo.applicant];
  const at = timesOf(demo, context.now);
  const { title, regionCode, purpose, description, plannedFrom, plannedTo, lines } = demo;
  const input = { version: 0, title, regionCode, purpose, description, plannedFrom, plannedTo, lines: [...lines] };
  const made = await saveLibraryProject(tx, { ...input, projectId: null, isDemo: true }, applicant, at(0));
  const { projectId } = done(title, made);
  const uses = [0, 1].map(() => ({ scene: "paper" as const, isPublic: false, at: at(0) }));
  const [quoteFile = "", photoFile = ""] = await registerPictures(tx, context.pictures, uses, context.files, random);
  const shared = { projectId, createdBy: applicant.userId, createdAt: at(0) };
  await tx.insert(libraryFiles).values([
    { ...shared, id: newId(), kind: "quote", words: demo.supplier, amountFen: demo.quoteFen, fileId: quoteFile },
    { ...shared, id: newId(), kind: "photo", words: "现场", amountFen: null, fileId: photoFile },
  ]);
  const step = async (actor: SignedInActor, event: PlainProjectStep, position: number, reason = "") =>
    done(`${title} ${event}`, await takeProjectStep(tx, { projectId, event, reason }, actor, at(position)));
  // A town's own project is checked by the county; another person of it reserves, and a third step is the first one's again.
  const checker = demo.applicant === "town" ? personas.secondCounty : personas.town;
  const reached = (name: DemoProject["reach"]) => order.indexOf(demo.reach) >= order.indexOf(name);
  await step(applicant, "submit", 1);
  if (reached("checked")) await step(checker, "check", 2);
  if (reached("reserved")) await step(personas.county, "reserve", 3);
  if (reached("approved")) {
    const approval = { projectId, documentNumber: demo.documentNumber };
    done(title, await approveLibraryProject(tx, approval, personas.secondCounty, at(4)));
  }
  if (reached("under_way")) await step(applicant, "start", 5);
  return projectId;
}

const order = ["submitted", "checked", "reserved", "approved", "under_way", "announced"] as const;

/** Five steps of an application, three days apart, from its first day; one of today counts back from now. */
function timesOf(demo: DemoProject, now: Date) {
  const first =
    demo.appliedOn === null
      ? now.getTime() - demo.daysAgo * dayMilliseconds
      : Date.parse(`${demo.appliedOn}T02:00:00Z`);
  return (position: number) => new Date(first + position * 3 * dayMilliseconds);
}

/** 验收 and 公示 of what was finished, in the words of the spending's own result; after the money has moved. */
export async function seedProjectResults(
  tx: Tx,
  random: Random,
  { people, pictures, files, projects }: Omit<Context, "now"> & { projects: ReadonlyMap<string, string> },
): Promise<void> {
  const { county, secondCounty } = people.personas;
  for (const demo of demoProjects) {
    if (demo.acceptance === null) continue;
    const projectId = projects.get(demo.title) ?? "";
    const at = new Date(`${demo.acceptance.on}T02:00:00Z`);
    const project = await findLibraryProject(tx, { projectId, actor: county });
    if (project === null) throw new RangeError(`no project ${demo.title}`);
    const use = { scene: "paper" as const, isPublic: false, at };
    const [fileId = ""] = await registerPictures(tx, pictures, [use], files, random);
    const { on: acceptedOn, members, conclusion } = demo.acceptance;
    const record = { id: newId(), projectId, acceptedOn, members, conclusion, fileId, recordedBy: county.userId };
    await tx.insert(libraryAcceptances).values({ ...record, recordedAt: at });
    const move = { project, event: "accept" as const, reason: conclusion, set: { acceptedBy: county.userId } };
    await moveLibraryProject(tx, move, county, at);
    const announced = { projectId, event: "announce" as const, reason: "" };
    done(demo.title, await takeProjectStep(tx, announced, secondCounty, new Date(at.getTime() + dayMilliseconds)));
  }
}
