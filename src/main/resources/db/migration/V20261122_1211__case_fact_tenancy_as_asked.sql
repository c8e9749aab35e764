-- The tenancy is sought in capitals, which the index of the plain words could not answer.
drop index case_fact_tenancy;
create index case_fact_tenancy on case_fact (upper(value #>> '{}')) where name = 'tenancyRef';
