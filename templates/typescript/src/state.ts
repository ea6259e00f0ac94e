/** What the main half publishes and the panel draws. A type, not an interface: only so it is `Serialisable`. */
export type State = {
  readonly greetings: number;
};
