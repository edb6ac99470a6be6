/** "Nothing flows", of an attribute or of the whole object. No failure: it ends the evaluation from within any function. */
export class FlowIgnored extends Error {
  override readonly name = 'FlowIgnored';
  readonly of: 'attribute' | 'object';

  private constructor(of: FlowIgnored['of']) {
    super(
      of === 'attribute' ? 'The attribute is left out of this flow' : 'The object is left out of this flow',
    );
    this.of = of;
  }

  static readonly #instances = { attribute: new FlowIgnored('attribute'), object: new FlowIgnored('object') };

  static of(what: FlowIgnored['of']): FlowIgnored {
    return FlowIgnored.#instances[what];
  }
}
