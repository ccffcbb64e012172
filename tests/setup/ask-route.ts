import { anonymousActor } from "#app/domain/actor.ts";
import type { RequestContext } from "#app/http/guard.server.ts";
import type { Services } from "#app/services.server.ts";
import type { BuiltRoute } from "./deny-matrix.ts";
import { bodyOf, type Sending } from "./filled-forms.ts";
import type { Visitor } from "./matrix-cast.ts";

/** What a route answers, without its page: the status and where it leads. */
export type Outcome = { status: number; location: string };

const origin = "http://127.0.0.1";

/** GET: the loader of the build, as the site calls it. */
export function askRoute(services: Services, route: BuiltRoute, address: string, visitor: Visitor): Promise<Outcome> {
  return outcomeOf(route.load, new Request(`${origin}${address}`), argsOf(services, route, address, visitor));
}

/** POST: the action, and after a refused form the loader, whose 404 is then the page's (`entry.server.tsx`). */
export async function sendToRoute(
  services: Services,
  route: BuiltRoute,
  sending: Sending,
  visitor: Visitor,
): Promise<Outcome> {
  const args = argsOf(services, route, sending.path, visitor);
  const request = new Request(`${origin}${sending.path}`, { method: "POST", body: bodyOf(sending) });
  const outcome = await outcomeOf(route.act, request, args);
  if (outcome.status < 400 || outcome.status === 404 || !route.load) return outcome;
  const page = await askRoute(services, route, sending.path, visitor);
  return page.status === 404 ? page : outcome;
}

async function outcomeOf(call: BuiltRoute["load"], request: Request, args: Omit<Args, "request">): Promise<Outcome> {
  if (call === undefined) return { status: 405, location: "" };
  try {
    return readOutcome(await call({ ...args, request }));
  } catch (thrown) {
    if (thrown instanceof Response) return readOutcome(thrown);
    throw thrown;
  }
}

function readOutcome(answer: unknown): Outcome {
  if (answer instanceof Response) {
    return { status: answer.status, location: answer.headers.get("Location") ?? "" };
  }
  // What `data(value, { status })` of Remix makes.
  const init = typeof answer === "object" && answer !== null && "init" in answer ? answer.init : null;
  const status = typeof init === "object" && init !== null && "status" in init ? Number(init.status) : 200;
  return { status, location: "" };
}

type Args = { request: Request; params: Record<string, string>; context: RequestContext };

function argsOf(
  services: Services,
  { path }: BuiltRoute,
  address: string,
  { actor, secondFactorAt }: Visitor,
): Omit<Args, "request"> {
  const parts = (address.split("?", 1)[0] ?? "").split("/");
  const params = Object.fromEntries(
    path
      .split("/")
      .flatMap((part, index) =>
        part.startsWith(":") ? [[part.slice(1).replace(/\.\w+$/, ""), decodeURIComponent(parts[index] ?? "")]] : [],
      ),
  );
  const context: RequestContext = {
    services,
    actor: actor ?? anonymousActor,
    locale: "zh-CN",
    isLargeText: false,
    clientAddress: "127.0.0.1",
    nonce: "",
    sessionIdHash: null,
    enrolling: null,
    secondFactorAt: secondFactorAt ?? services.clock.now(),
  };
  return { params, context };
}
