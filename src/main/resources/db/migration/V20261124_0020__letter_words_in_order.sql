-- Which words of a letter were written last: two of the same moment have an order too.
alter table letter_words add column seq bigint generated always as identity;
drop index letter_words_of_letter;
create index letter_words_of_letter on letter_words (letter_id, seq);
