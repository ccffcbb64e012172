import { z } from "zod";
import { largestGiftFen, smallestGiftFen } from "../donations/donation.ts";
import { email, money, rowId } from "../form-fields.ts";

/** Another amount from the next charge on. */
export const monthlyAmountForm = z.object({ amount: money({ minFen: smallestGiftFen, maxFen: largestGiftFen }) });

/** Asks for a new link by mail; the nonce makes a double click one mail. */
export const monthlyLinkForm = z.object({ formNonce: rowId(), email: email() });
