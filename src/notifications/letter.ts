/** A mail before it is laid out: what it says, in order. Values stand in it as they are; the layout makes them harmless. */
export interface Letter {
  readonly subject: string;
  readonly sections: readonly Section[];
}

export interface Section {
  readonly heading: string;
  readonly content: readonly Paragraph[];
}

/** A paragraph, or a command to copy and what it is good for. */
export type Paragraph = string | Advice;

export interface Advice {
  readonly purpose: string;
  readonly command: string;
}

/** What a mail tells besides: the same in every kind. */
export interface Surroundings {
  /** The job's page in Temporal's Web UI; null when nobody said where that is. */
  readonly jobPage: string | null;
  /** When it came about. A mail may be sent long after, once the mail server answers again. */
  readonly at: Date;
}

/** A mail as it is sent. */
export interface Mail {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}
