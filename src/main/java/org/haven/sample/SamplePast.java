package org.haven.sample;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Random;
import java.util.regex.Pattern;
import org.haven.platform.CaseRef;
import org.springframework.core.io.ClassPathResource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cases of past months that are closed, for figures alone: nobody is named in them, no journey of
 * theirs runs, and no text stands in them. They are put straight into the tables, since nobody can
 * take a report a year ago.
 */
@Component
public class SamplePast {
  private static final String ROWS = "sample/past.sql";

  /** {@code pick(salt, n)}: a number under n that is the same each time for a case. */
  private static final Pattern PICK = Pattern.compile("pick\\((\\w+), (\\d+)\\)");

  private final JdbcClient db;

  public SamplePast(JdbcClient db) {
    this.db = db;
  }

  /**
   * Makes cases that were reported from one day until before another.
   *
   * @param now nothing in them is later
   */
  @Transactional
  public void make(int cases, LocalDate from, LocalDate to, Instant now, Random random) {
    var refs = new String[cases];
    for (int i = 0; i < cases; i++) {
      refs[i] = CaseRef.next(random).value();
    }
    for (String statement : statements()) {
      db.sql(statement)
          .param("refs", refs)
          .param("from", from)
          .param("days", (int) (to.toEpochDay() - from.toEpochDay()))
          .param("now", now.atOffset(ZoneOffset.UTC))
          .update();
    }
  }

  private static List<String> statements() {
    try (InputStream in = new ClassPathResource(ROWS).getInputStream()) {
      String all =
          new String(in.readAllBytes(), StandardCharsets.UTF_8).replaceAll("(?m)^--.*$", "");
      String picked =
          PICK.matcher(all)
              .replaceAll("((hashtext(f.case_ref || '$1')::bigint & 2147483647) % $2)");
      return List.of(picked.strip().split(";\\s*"));
    } catch (IOException e) {
      throw new IllegalStateException("The past of the sample cannot be read", e);
    }
  }
}
