package org.haven.platform.sealing;

import java.sql.Timestamp;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Finds whose values are the same as a given one, without opening anything: keyed hashes, kept
 * beside the keys and gone with the key of their case. It says nothing of who may know; the caller
 * asks.
 *
 * <p>An entry may outlive what it was made for, such as an earlier name or a record that was rolled
 * back: the caller looks whether the subject exists.
 */
@Component
public class IdentityIndex {
  private final KeyRing keys;
  private final Sealing sealing;
  private final Clock clock;

  IdentityIndex(KeyRing keys, Sealing sealing, Clock clock) {
    this.keys = keys;
    this.sealing = sealing;
    this.clock = clock;
  }

  /**
   * A value to find, or to be found by.
   *
   * @param purpose such as {@code person-birth-date}: equal values of two purposes are not equal
   * @param value normalised by the caller
   */
  public record Term(String purpose, String value) {
    @Override
    public String toString() {
      return purpose + "=***";
    }
  }

  /**
   * Where values were found.
   *
   * @param subject whose they are within the case
   */
  public record Hit(CaseRef caseRef, String subject) {}

  /** Adds entries; those that are there stay. */
  public void add(CaseRef caseRef, String subject, Collection<Term> terms) {
    if (terms.isEmpty()) {
      return;
    }
    db().sql(
            """
            insert into keys.identity_index (token, scope, subject)
            select t, :scope, :subject from unnest(:tokens::text[]) t on conflict do nothing
            """)
        .param("scope", KeyScope.of(caseRef).id())
        .param("subject", subject)
        .param("tokens", tokens(terms))
        .update();
  }

  /**
   * Takes entries out again. Where the index is kept apart it is done once the record has
   * committed: an entry too many does no harm, one too few hides somebody.
   */
  public void remove(CaseRef caseRef, String subject, Collection<Term> terms) {
    if (terms.isEmpty()) {
      return;
    }
    String[] tokens = tokens(terms);
    Runnable removed =
        () ->
            db().sql(
                    "delete from keys.identity_index where scope = :scope and subject = :subject"
                        + " and token = any (:tokens::text[])")
                .param("scope", KeyScope.of(caseRef).id())
                .param("subject", subject)
                .param("tokens", tokens)
                .update();
    if (!keys.store().isApart() || !TransactionSynchronizationManager.isSynchronizationActive()) {
      removed.run();
      return;
    }
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void afterCommit() {
            removed.run();
          }
        });
  }

  /**
   * Subjects that have all of the first terms, in cases where somebody has each of the second.
   *
   * @param ofOne terms that one and the same subject has; not empty
   * @param ofCase further terms, each of anybody in the case
   * @param after the last hit that was given before; null to begin
   */
  public List<Hit> find(Set<Term> ofOne, Set<Term> ofCase, @Nullable Hit after, int limit) {
    List<String> tokens = rarestFirst(tokens(ofOne));
    List<String> rest = tokens.subList(1, tokens.size());
    // read in the index's own order: as many as are asked for, however common the term
    return db().sql(
            """
            select i.scope, i.subject from keys.identity_index i
            where i.token = :first and (i.scope, i.subject) > (:scope, :subject)
              and (select count(*) from keys.identity_index o where o.token = any (:rest::text[])
                     and o.scope = i.scope and o.subject = i.subject) = :all
              and not exists (
                select 1 from unnest(:others::text[]) o where not exists (
                  select 1 from keys.identity_index c where c.token = o and c.scope = i.scope))
            order by i.scope, i.subject limit :limit
            """)
        .param("first", tokens.getFirst())
        .param("rest", rest.toArray(String[]::new))
        .param("all", rest.size())
        .param("others", tokens(ofCase))
        .param("scope", after == null ? "" : KeyScope.of(after.caseRef()).id())
        .param("subject", after == null ? "" : after.subject())
        .param("limit", limit)
        .query(
            (rs, _) ->
                new Hit(new CaseRef(rs.getString(1).substring("case:".length())), rs.getString(2)))
        .list();
  }

  /** True once everything that was there before the index is in it. */
  public boolean isComplete(String name) {
    return db().sql("select exists (select 1 from keys.index_state where name = ?)")
        .param(name)
        .query(Boolean.class)
        .single();
  }

  public void complete(String name) {
    db().sql("insert into keys.index_state (name, done_at) values (?, ?) on conflict do nothing")
        .params(name, Timestamp.from(clock.instant()))
        .update();
  }

  /** Few read through where one is rare; of common ones it does not matter which. */
  private List<String> rarestFirst(String[] tokens) {
    if (tokens.length == 1) {
      return List.of(tokens);
    }
    return db().sql(
            """
            select t from unnest(?::text[]) t order by (
              select count(*) from (
                select 1 from keys.identity_index i where i.token = t limit 2000) n), t
            """)
        .param(tokens)
        .query(String.class)
        .list();
  }

  private String[] tokens(Collection<Term> terms) {
    return terms.stream()
        .map(term -> sealing.blindIndex(term.purpose(), term.value()))
        .distinct()
        .toArray(String[]::new);
  }

  private JdbcClient db() {
    return keys.store().db();
  }
}
