/**
 * Which groups of the form are on the page. form-js draws all of them all the time, so that their
 * conditions and answers reach across; those that are not looked at are only hidden.
 */
export class Shown {
  private readonly drawn = new Map<string, HTMLElement>();
  /** Undefined: all of them. */
  private only: string | null | undefined;
  private count = '';
  /** Told when a group comes or goes by its condition. */
  onChange: () => void = () => {};

  /** A group is drawn; the answer is to be called when it goes. */
  hold(id: string, section: HTMLElement): () => void {
    this.drawn.set(id, section);
    this.apply(id, section);
    this.onChange();
    return () => {
      this.drawn.delete(id);
      this.onChange();
    };
  }

  has(id: string): boolean {
    return this.drawn.has(id);
  }

  headingOf(id: string): HTMLElement | null {
    return this.drawn.get(id)?.querySelector('h2') ?? null;
  }

  /** Shows this group alone, or none; its heading begins with the count. */
  show(only: string | null, count: string): void {
    this.only = only;
    this.count = count;
    this.drawn.forEach((section, id) => this.apply(id, section));
  }

  private apply(id: string, section: HTMLElement): void {
    section.hidden = this.only !== undefined && this.only !== id;
    const count = section.querySelector('[data-step-count]');
    if (count) {
      count.textContent = this.only === id && this.count ? `${this.count}: ` : '';
    }
  }
}
