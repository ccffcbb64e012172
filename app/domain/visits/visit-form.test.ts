import { describe, expect, it } from "vitest";
import { newId } from "../ids.ts";
import { stateAfter } from "../transitions.ts";
import { arrivedState, visitTransitions } from "./visit.ts";
import { visitForm } from "./visit-form.ts";

const today = "2026-11-22";

function codesOf(changes: Record<string, unknown>): string[] {
  const parsed = visitForm(today).safeParse({
    id: newId(),
    householdId: newId(),
    regionCode: "440783116248",
    visitedOn: "2026-11-20",
    visitedTime: "09:30",
    place: "home",
    metWith: "head",
    found: "屋顶漏雨",
    ...changes,
  });
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")} ${issue.message}`);
}

describe("the visit form", () => {
  it.each([
    [{}, []],
    [{ householdId: "" }, []],
    [{ nextStep: "送药", nextStepOn: "2026-11-25" }, []],
    [{ hasCheckedAssurances: "on", lackingAssurances: ["housing"] }, []],
    [{ id: "1" }, ["id invalidChoice"]],
    [{ visitedOn: "2026-11-23" }, ["visitedOn dateInFuture"]],
    [{ visitedOn: "2025-02-29" }, ["visitedOn invalidDate"]],
    [{ visitedOn: "2025-11-20" }, ["visitedOn tooLongAgo"]],
    [{ visitedTime: "25:00" }, ["visitedTime invalidTime"]],
    [{ nextStep: "送药" }, ["nextStepOn required"]],
    [{ nextStepOn: "2026-11-25" }, ["nextStep required"]],
    [{ nextStep: "送药", nextStepOn: "2026-11-19" }, ["nextStepOn dateInPast"]],
    [{ lackingAssurances: ["housing"] }, ["hasCheckedAssurances tickChecked"]],
    [{ correctsId: newId() }, ["correctionReason required"]],
    [{ found: " " }, ["found required"]],
  ])("S27: %j is refused with %j", (changes, codes) => {
    expect(codesOf(changes)).toEqual(codes);
  });

  it("U33: a visit waits until it is sent, and is confirmed only with every photo", () => {
    expect(stateAfter(visitTransitions, "draft", "finish")).toBe("waiting");
    expect(stateAfter(visitTransitions, "draft", "send")).toBeUndefined();
    expect(arrivedState({ photoCount: 2, storedPhotoCount: 1 })).toBe("sent");
    expect(arrivedState({ photoCount: 2, storedPhotoCount: 2 })).toBe("confirmed");
  });
});
