/** What a helper answers to a proposal. What is promised is the pledge's own form. */
import { z } from "zod";
import { choice, optionalText } from "../form-fields.ts";
import { declineCodes } from "./proposal.ts";

export const declineProposalForm = z.object({ declineCode: choice(declineCodes), note: optionalText({ max: 300 }) });
export type DeclineProposalInput = z.output<typeof declineProposalForm>;

export const plainAcceptForm = z.object({ note: optionalText({ max: 300 }) });
