-- Monitoring of equality as totals of a quarter: no row of a person, no case, no moment. What was
-- kept by case and time before cannot be taken over without knowing whose it was, and goes.
drop table equality.answer;

create table equality.quarter (
  first_day date primary key
            check (extract(day from first_day) = 1 and extract(month from first_day) in (1, 4, 7, 10)),
  people    int not null check (people > 0),
  answers   jsonb not null                 -- characteristic to answer to how many people
);
