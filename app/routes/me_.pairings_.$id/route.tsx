import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { actAsHelper, readHelperCase } from "../org_.pairings_.$id/helper-case.server.ts";
import { HelperCase } from "../org_.pairings_.$id/helper-case.tsx";

/** A pairing as the person sees it. */
export const loader = guardLoader(signedIn, ({ services, actor, params, url }) =>
  readHelperCase({ services, actor, pairingId: params.id ?? "", done: url.searchParams.get("done") }),
);

export const action = guardAction(signedIn, ({ request, services, actor, params, t }) =>
  actAsHelper({ request, services, actor, t, pairingId: params.id ?? "", backTo: paths.myPairing }),
);

export default function MyPairingPage() {
  const t = useMessages();
  const data = useLoaderData<typeof loader>();
  return (
    <HelperCase
      data={data}
      reply={useActionData<typeof action>()?.result}
      breadcrumbs={[
        { to: paths.me(), label: t.layout.me },
        { to: paths.myPairings(), label: t.pairings.mine.title },
      ]}
    />
  );
}
