package org.haven.recordrequest;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.recordrequest.ListedRecords.Entry;
import org.haven.recordrequest.ListedRecords.Given;
import org.haven.recordrequest.ListedRecords.Words;
import org.haven.recordrequest.RecordDecisions.Choice;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * A second person, who decided on none of the records, checks the whole and says that it goes; it
 * is made and sealed at that moment. Source: policy 12.1; UK GDPR art. 12, 15, 20.
 */
@Service
public class DisclosureSafety {
  private final JdbcClient db;
  private final ListedRecords listed;
  private final KeptDecisions decisions;
  private final RecordExports exports;
  private final ExportFiles files;
  private final People people;
  private final Clock clock;

  DisclosureSafety(
      JdbcClient db,
      ListedRecords listed,
      KeptDecisions decisions,
      RecordExports exports,
      ExportFiles files,
      People people,
      Clock clock) {
    this.db = db;
    this.listed = listed;
    this.decisions = decisions;
    this.exports = exports;
    this.files = files;
    this.people = people;
    this.clock = clock;
  }

  /** Why somebody may not say that it goes. */
  public enum Objection {
    /** This person decided on one of the records: somebody else checks. */
    SAME_PERSON,
    UNDECIDED,
    /** Something in it must not go. */
    STOPPED,
    /** There are records, and none of them would go. */
    NOTHING_GIVEN
  }

  /**
   * What stands against this person's saying that it goes. Without a record there is no bundle, and
   * nothing stands against the letter.
   *
   * @throws NoSuchCaseException if the person may not work on the case
   */
  @Transactional
  public Optional<Objection> objection(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, Words words) {
    return objection(who, caseRef, journeyId, listed.toWorkOn(who, caseRef, journeyId, words));
  }

  private Optional<Objection> objection(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, List<Entry> entries) {
    if (entries.isEmpty()) {
      return Optional.empty();
    }
    if (decisions.workers(journeyId).contains(who.username())) {
      return Optional.of(Objection.SAME_PERSON);
    }
    if (entries.stream().anyMatch(entry -> entry.decision() == null)) {
      return Optional.of(Objection.UNDECIDED);
    }
    List<Given> given = given(entries);
    if (given.isEmpty()) {
      return Optional.of(Objection.NOTHING_GIVEN);
    }
    Function<String, List<String>> stops = listed.stops(caseRef, journeyId);
    return given.stream()
            .allMatch(one -> stops.apply(Redaction.text(one.title(), one.lines())).isEmpty())
        ? Optional.empty()
        : Optional.of(Objection.STOPPED);
  }

  private static List<Given> given(List<Entry> entries) {
    return entries.stream().flatMap(entry -> entry.given().stream()).toList();
  }

  /**
   * Makes the bundle that somebody checked and seals it; the same check again makes no other.
   * Nothing of it is written anywhere but into the database.
   *
   * @throws IllegalStateException if something stands against it
   * @throws NoSuchCaseException if the person may not work on the case
   */
  @Transactional
  public void seal(
      ActingPerson who, CaseRef caseRef, JourneyId journeyId, long taskId, Words words) {
    List<Entry> entries = listed.toWorkOn(who, caseRef, journeyId, words);
    objection(who, caseRef, journeyId, entries)
        .ifPresent(
            why -> {
              throw new IllegalStateException("The records cannot go: " + why);
            });
    List<Given> given = given(entries);
    if (given.isEmpty()) {
      return;
    }
    int withheld = count(entries, Choice.WITHHOLD);
    boolean hers = listed.requester(journeyId).equals("survivor");
    byte[] zip =
        files.zip(
            reference(journeyId),
            clock.instant(),
            given,
            // that there is more is told to nobody but her
            hers ? withheld : null,
            hers && largePrint(who, caseRef));
    exports.keep(
        who,
        caseRef,
        journeyId,
        taskId,
        zip,
        new RecordExports.Counts(given.size(), count(entries, Choice.REDACT), withheld));
  }

  private static int count(List<Entry> entries, Choice choice) {
    return (int)
        entries.stream()
            .map(Entry::decision)
            .filter(decision -> decision != null && decision.choice() == choice)
            .count();
  }

  private boolean largePrint(ActingPerson who, CaseRef caseRef) {
    return people.of(who, caseRef).stream()
        .filter(person -> person.kind() == PersonKind.VICTIM)
        .anyMatch(person -> "large-print".equals(person.fields().values().get("format")));
  }

  private String reference(JourneyId journeyId) {
    return db.sql("select request_id from record_request where journey_id = ?")
        .param(journeyId.value())
        .query(String.class)
        .optional()
        .orElse("");
  }
}
