import { staff } from "#app/auth/policies.ts";
import { importerRoles } from "#app/domain/register-imports/import-policy.ts";
import { guardLoader } from "#app/http/guard.server.ts";
import { registerTemplate } from "#app/register-files/register-template.server.ts";

/** The table to fill in, with its instructions (U27). */
export const loader = guardLoader(
  staff(...importerRoles),
  async () =>
    new Response(await registerTemplate(), {
      headers: {
        "Content-Type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "Content-Disposition": `attachment; filename="register-template.xlsx"`,
        "Cache-Control": "private, no-store",
      },
    }),
);
