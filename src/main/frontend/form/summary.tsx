import type { Part, Section } from './answers';
import { words } from './words';

type AnswersProps = {
  /** Of the headings of groups: 2 to 6. */
  level: number;
  sections: Section[];
  title?: string;
  why?: string;
  change?: (key: string) => void;
};

/** All questions with their answers in words. */
export function Answers({ level, sections, title, why, change }: AnswersProps) {
  const Heading = `h${level}` as 'h3';
  return (
    <>
      {title && (
        <h2 class="govuk-heading-m haven-no-print" tabIndex={-1}>
          {title}
        </h2>
      )}
      {why && <p class="govuk-body haven-no-print">{why}</p>}
      {change && <p class="govuk-body haven-print-only">{words.notSent}</p>}
      {sections.map((section) => (
        <section key={section.id}>
          {section.title && <Heading class="govuk-heading-s">{section.title}</Heading>}
          {section.parts.map((part, i) => (
            <Rows key={i} part={part} change={change} />
          ))}
        </section>
      ))}
    </>
  );
}

function Rows({ part, change }: { part: Part; change?: (key: string) => void }) {
  return (
    <>
      {part.title && <p class="govuk-body govuk-!-font-weight-bold">{part.title}</p>}
      <dl class="govuk-summary-list">
        {part.rows.map((row) => (
          <div class="govuk-summary-list__row" key={row.key}>
            <dt class="govuk-summary-list__key">{row.question}</dt>
            <dd
              class={`govuk-summary-list__value${row.answer === undefined ? ' haven-not-answered' : ''}`}
            >
              {row.answer ?? words.notAnswered}
            </dd>
            {change && (
              <dd class="govuk-summary-list__actions">
                <a
                  class="govuk-link"
                  href={`#field-${row.key}`}
                  onClick={(event) => {
                    event.preventDefault();
                    change(row.key);
                  }}
                >
                  {words.change}
                  <span class="govuk-visually-hidden">
                    {` ${part.title ? `${part.title}, ` : ''}${row.question}`}
                  </span>
                </a>
              </dd>
            )}
          </div>
        ))}
      </dl>
    </>
  );
}
