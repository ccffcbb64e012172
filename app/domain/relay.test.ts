import { expect, it } from "vitest";
import type { Actor, StaffRole } from "./actor.ts";
import { withRelayedContact } from "./relay.ts";

const row = {
  regionCode: "440783116255",
  personEmail: "helper@jiedui.example",
  contactPhone: "0750-1",
  contactEmail: "a@jiedui.example",
  name: "x",
};
const staff = (role: StaffRole, regionCode = "440783"): Actor => ({
  kind: "user",
  userId: "u",
  displayName: "u",
  email: "u@jiedui.example",
  grants: [{ role, regionCode }],
  memberships: [],
});

it.each(["village_officer", "town_verifier", "county_verifier"] as const)(
  "S39: %s relays, and so sees how to reach the helper",
  (role) => {
    expect(withRelayedContact(staff(role), row)).toEqual(row);
  },
);

it.each([
  ["a supervisor", staff("supervisor")],
  ["an auditor", staff("auditor")],
  ["the county of another place", staff("county_verifier", "51")],
])("F4: %s sees neither phone nor e-mail of a helper", (_who, actor) => {
  expect(JSON.stringify(withRelayedContact(actor, row))).not.toMatch(/@|0750/);
});
