package org.haven.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.sql.DataSource;
import org.haven.casefile.By;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.People;
import org.haven.casefile.PeopleSearch;
import org.haven.casefile.PeopleSearch.Asked;
import org.haven.casefile.PersonKind;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.platform.sealing.Sealing;
import org.haven.testing.TestCasefile;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * How long the search for a person takes among 200,000, beside the opening of a case by its
 * reference in the same run: {@code mvn verify -Pbenchmark}.
 */
class PeopleSearchBenchmark {
  private static final int PEOPLE = Integer.getInteger("benchmark.people", 200_000);
  private static final int BATCH = 10_000;
  private static final int WARM = 200;
  private static final int RUNS = 400;

  private final TestCasefile haven = TestCasefile.fresh();
  private final Random random = new Random(7);

  /** Names as they are spread in life: few are common, many are rare. */
  private String word(int kinds) {
    int n = (int) (kinds * Math.pow(random.nextDouble(), 3));
    var letters = new StringBuilder("n");
    for (int rest = n; rest > 0; rest /= 26) {
      letters.append((char) ('a' + rest % 26));
    }
    return letters.toString();
  }

  private String name() {
    return word(2_000) + " " + word(20_000);
  }

  private LocalDate born() {
    return LocalDate.of(1940, 1, 1).plusDays(random.nextInt(27_000));
  }

  /**
   * Rows of persons whose particulars nobody opens, with the index entries that they would have.
   */
  private void fill(List<String> names, List<LocalDate> days) {
    Sealing sealing = haven.get(Sealing.class);
    for (int from = 0; from < PEOPLE; from += BATCH) {
      var cases = new ArrayList<String>();
      var persons = new ArrayList<String>();
      var tokens = new ArrayList<String>();
      var scopes = new ArrayList<String>();
      var subjects = new ArrayList<String>();
      for (int i = from; i < from + BATCH && i < PEOPLE; i++) {
        String ref = CaseRef.next(random).value();
        String person = "PE-%08d".formatted(i);
        cases.add(ref);
        persons.add(person);
        String name = name();
        LocalDate day = born();
        names.add(name);
        days.add(day);
        for (String word : new java.util.HashSet<>(List.of(name.split(" ")))) {
          tokens.add(sealing.blindIndex("name-word", word));
        }
        tokens.add(sealing.blindIndex("person-name", name));
        tokens.add(sealing.blindIndex("birth-date", day.toString()));
        tokens.add(sealing.blindIndex("phone", "07700%06d".formatted(i)));
        while (scopes.size() < tokens.size()) {
          scopes.add("case:" + ref);
          subjects.add(person);
        }
      }
      String[] refs = cases.toArray(String[]::new);
      haven
          .db
          .sql(
              """
              insert into case_file (case_ref, status, channel, reported_at, lead_team, opened_by,
                created_at)
              select r, 'open', 'phone', now(), 'housing-solutions', 'alex', now()
              from unnest(?::text[]) r on conflict do nothing
              """)
          .param(refs)
          .update();
      haven
          .db
          .sql(
              "insert into case_team select r, 'housing-solutions', 'lead', now() from"
                  + " unnest(?::text[]) r on conflict do nothing")
          .param(refs)
          .update();
      haven
          .db
          .sql(
              "insert into person (person_ref, version, case_ref, kind, sealed, at, by)"
                  + " select p, 1, r, 'victim', '{}', now(), 'alex'"
                  + " from unnest(?::text[], ?::text[]) t (p, r)")
          .params(persons.toArray(String[]::new), refs)
          .update();
      haven
          .db
          .sql(
              "insert into keys.identity_index select * from unnest(?::text[], ?::text[],"
                  + " ?::text[]) on conflict do nothing")
          .params(
              tokens.toArray(String[]::new),
              scopes.toArray(String[]::new),
              subjects.toArray(String[]::new))
          .update();
    }
    for (String table :
        List.of("case_file", "case_team", "person", "keys.identity_index", "case_conflict")) {
      haven.db.sql("analyze " + table).update();
    }
  }

  /** As in Haven: a connection is taken from a pool and not made for each question. */
  private void withConnectionsKept() {
    var source = (DelegatingDataSource) haven.get(DataSource.class);
    var pool = new HikariDataSource();
    pool.setDataSource(source.getTargetDataSource());
    pool.setMaximumPoolSize(4);
    source.setTargetDataSource(pool);
  }

  @Test
  void printsTheSearchAmongTwoHundredThousand() {
    withConnectionsKept();
    // given, and one real case whose persons are opened
    var names = new ArrayList<String>();
    var days = new ArrayList<LocalDate>();
    fill(names, days);
    CaseRef one = haven.aCase();
    haven.get(CaseAccess.class).involve(one, Team.HOUSING_SOLUTIONS, new Code("lead"));
    haven
        .get(People.class)
        .add(
            one,
            PersonKind.VICTIM,
            Map.of("name", "Jordan Example", "birthDate", "1990-04-03"),
            By.of(TestCasefile.ALEX));
    haven
        .get(Conflicts.class)
        .add(one, TestCasefile.TERRY.username(), new Code("related"), By.SYSTEM);
    PeopleSearch search = haven.get(PeopleSearch.class);
    assertThat(search.find(TestCasefile.SAM, asked("jordan example", null)).found()).hasSize(1);

    // when
    double opened =
        median(
            () -> haven.get(CaseFiles.class).find(TestCasefile.SAM, one),
            "a case by its reference");
    double byName =
        median(
            () -> search.find(TestCasefile.SAM, asked(names.get(random.nextInt(PEOPLE)), null)),
            "a person by name");
    median(
        () -> {
          int i = random.nextInt(PEOPLE);
          search.find(TestCasefile.SAM, asked(names.get(i), days.get(i)));
        },
        "a person by name and date of birth");
    median(
        () -> search.find(TestCasefile.SAM, asked(null, days.get(random.nextInt(PEOPLE)))),
        "persons by date of birth");
    median(
        () ->
            search.find(
                TestCasefile.SAM,
                new Asked(null, null, "07700%06d".formatted(random.nextInt(PEOPLE)), null)),
        "a person by phone");
    median(
        () ->
            search.find(
                TestCasefile.SAM, asked(names.get(random.nextInt(PEOPLE)).split(" ")[1], null)),
        "persons by one word, common ones too");
    double open =
        median(
            () -> search.find(TestCasefile.SAM, asked("jordan example", null)),
            "one that is there");
    double kept =
        median(
            () -> search.find(TestCasefile.TERRY, asked("jordan example", null)),
            "one whose case must not be known");
    double none =
        median(
            () -> search.find(TestCasefile.TERRY, asked("jordan nobody", null)),
            "one that is not there");

    // then
    System.out.printf(
        "BENCHMARK search among %d: by name against a case by reference, ratio of medians %.2f;"
            + " shown %.1f ms, must not be known against not there, ratio %.2f%n",
        PEOPLE, byName / opened, open, kept / none);
  }

  private static Asked asked(
      @org.jspecify.annotations.Nullable String name,
      @org.jspecify.annotations.Nullable LocalDate born) {
    return new Asked(name, born, null, null);
  }

  private static double median(Runnable what, String words) {
    for (int i = 0; i < WARM; i++) {
      what.run();
    }
    double[] millis = new double[RUNS];
    for (int i = 0; i < RUNS; i++) {
      long from = System.nanoTime();
      what.run();
      millis[i] = (System.nanoTime() - from) / 1e6;
    }
    Arrays.sort(millis);
    System.out.printf(
        "BENCHMARK search, %s: p50 %.1f ms, p95 %.1f ms, worst %.1f ms (n=%d)%n",
        words, millis[RUNS / 2], millis[RUNS * 95 / 100], millis[RUNS - 1], RUNS);
    return millis[RUNS / 2];
  }
}
