import { useActionData, useLoaderData } from "@remix-run/react";
import { signedIn } from "#app/auth/policies.ts";
import { guardAction, guardLoader } from "#app/http/guard.server.ts";
import { paths } from "#app/http/paths.ts";
import { useMessages } from "#app/i18n/use-messages.ts";
import { actAsHelper, readHelperCase } from "./helper-case.server.ts";
import { HelperCase } from "./helper-case.tsx";

/** A pairing as the organization sees it. */
export const loader = guardLoader(signedIn, ({ services, actor, params, url }) =>
  readHelperCase({ services, actor, pairingId: params.id ?? "", done: url.searchParams.get("done") }),
);

export const action = guardAction(signedIn, ({ request, services, actor, params, t }) =>
  actAsHelper({ request, services, actor, t, pairingId: params.id ?? "", backTo: paths.organizationPairing }),
);

export default function OrganizationPairingPage() {
  const t = useMessages();
  const data = useLoaderData<typeof loader>();
  return (
    <HelperCase
      data={data}
      reply={useActionData<typeof action>()?.result}
      breadcrumbs={[{ to: paths.organizationHome(), label: t.layout.organization }]}
    />
  );
}
