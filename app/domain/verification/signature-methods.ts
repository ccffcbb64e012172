/** By hand on paper, or a photo of the person holding the form (S8); codes by text message need a message service. */
export const signatureMethods = ["signature", "photo"] as const;
