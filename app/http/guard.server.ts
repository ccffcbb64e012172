import type { ActionFunctionArgs, LoaderFunctionArgs } from "@remix-run/node";
import { redirect } from "@remix-run/node";
import type { Policy } from "#app/auth/policies.ts";
import type { Actor, SignedInActor } from "#app/domain/actor.ts";
import { catalogOf, type Messages } from "#app/i18n/catalog.ts";
import type { Locale } from "#app/i18n/locale.ts";
import type { Services } from "#app/services.server.ts";
import { isDatabaseTrouble } from "#db/database-trouble.ts";
import { createLogger, errorFields } from "./logger.server.ts";
import { paths } from "./paths.ts";

/** What `server.ts` hands to every route: made once per request, before Remix. */
export type RequestContext = {
  services: Services;
  actor: Actor;
  locale: Locale;
  /** 长者模式, from a cookie. */
  isLargeText: boolean;
  /** The address of the caller behind our own proxy only; for rate limits. */
  clientAddress: string;
  /** Value of the CSP nonce of this response. */
  nonce: string;
  /** What the log calls this request; error pages show its beginning (U44). Absent where tests call a route directly. */
  requestId?: string;
  /** Opaque hash of the session, for step-ups and logout; null when nobody is signed in. */
  sessionIdHash: string | null;
  /** Who must enrol a second factor before anything else; everywhere but there they are nobody (E3). Absent in tests of single routes. */
  enrolling?: SignedInActor | null;
  /** When the second factor was last shown in this session. */
  secondFactorAt?: Date | null;
  /** Browser and system in words, for the list of sessions. */
  device?: string;
};

declare module "@remix-run/node" {
  interface AppLoadContext extends RequestContext {}
}

export type GuardedArgs<AllowedActor extends Actor> = {
  request: Request;
  url: URL;
  params: Readonly<Record<string, string | undefined>>;
  services: Services;
  actor: AllowedActor;
  locale: Locale;
  /** Messages of the request's language. */
  t: Messages;
  context: RequestContext;
};

type Guarded<Args, Output> = ((args: Args) => Promise<Output>) & { policy: string };

/**
 * The only way a route gets a loader: it names its policy, and nothing runs before the policy allows it (deny by default, F1).
 * `tests/routes/policies.test.ts` fails for a route module whose loader or action was not made here.
 * A visitor who is not signed in is sent to /login; one who is signed in but not allowed gets 404: what is not yours is not there.
 */
export function guardLoader<AllowedActor extends Actor, Output>(
  policy: Policy<AllowedActor>,
  load: (args: GuardedArgs<AllowedActor>) => Promise<Output> | Output,
): Guarded<LoaderFunctionArgs, Output> {
  const guarded = async (args: LoaderFunctionArgs) => {
    try {
      return await load(admit(policy, args));
    } catch (error) {
      throw laterOrAsItIs(error, args.context);
    }
  };
  return Object.assign(guarded, { policy: policy.name });
}

/** The same for actions: an action states its own policy, whatever the loader of the page said. */
export function guardAction<AllowedActor extends Actor, Output>(
  policy: Policy<AllowedActor>,
  act: (args: GuardedArgs<AllowedActor>) => Promise<Output> | Output,
): Guarded<ActionFunctionArgs, Output> {
  const guarded = async (args: ActionFunctionArgs) => {
    const admitted = admit(policy, args);
    try {
      return await act(admitted);
    } catch (error) {
      // A body that is no form, or a broken one, is the sender's fault: said so, and nothing was stored.
      if (isUnreadableForm(error)) throw new Response(null, { status: 400, statusText: "Bad Request" });
      throw laterOrAsItIs(error, args.context);
    }
  };
  return Object.assign(guarded, { policy: policy.name });
}

/** A database that is away or too busy is no bug: the visitor is told to come back (H4). */
function laterOrAsItIs(error: unknown, { requestId }: RequestContext): unknown {
  if (!isDatabaseTrouble(error)) return error;
  log.error("database trouble", { requestId, ...errorFields(error) });
  return unavailable(databaseRetrySeconds);
}

const log = createLogger();
const databaseRetrySeconds = 5;

/** What `request.formData()` and the multipart parser throw for a body they cannot read. */
function isUnreadableForm(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return (
    error.name === "MultipartParseError" ||
    (error instanceof TypeError && /form ?data|content-type|boundary/i.test(error.message))
  );
}

function admit<AllowedActor extends Actor>(
  policy: Policy<AllowedActor>,
  { request, params, context }: LoaderFunctionArgs,
): GuardedArgs<AllowedActor> {
  const url = new URL(request.url);
  const enrolling = context.enrolling ?? null;
  const actor = policy.admitsEnrolling && enrolling !== null ? enrolling : context.actor;
  if (!policy.allows(actor)) {
    if (actor.kind === "anonymous") {
      const back = request.method === "GET" ? `${url.pathname}${url.search}` : url.pathname;
      throw redirect(enrolling === null ? paths.login({ next: back }) : paths.mySecondFactor({ next: back }));
    }
    throw notFound();
  }
  return {
    request,
    url,
    params,
    services: context.services,
    actor,
    locale: context.locale,
    t: catalogOf(context.locale),
    context,
  };
}

/** Throw it where the object does not exist or is not the actor's: the two look the same from outside (F2). */
export function notFound(): Response {
  return new Response(null, { status: 404, statusText: "Not Found" });
}

/** Throw it where the state has moved on since the page was shown: the page says so and offers the way on. */
export function conflict(): Response {
  return new Response(null, { status: 409, statusText: "Conflict" });
}

/** Throw it where the site has too much to do right now: the page says to come back. */
export function unavailable(retrySeconds = 30): Response {
  const headers = { "Retry-After": String(retrySeconds) };
  return new Response(null, { status: 503, statusText: "Service Unavailable", headers });
}
