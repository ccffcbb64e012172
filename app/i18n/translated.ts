/** The shape another language must fill: the same keys, any words. Messages with parameters are functions of the same parameters. */
export type Translated<Source> = {
  readonly [Key in keyof Source]: Source[Key] extends string
    ? string
    : Source[Key] extends (...parameters: infer Parameters) => string
      ? (...parameters: Parameters) => string
      : Translated<Source[Key]>;
};
