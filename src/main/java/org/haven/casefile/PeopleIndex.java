package org.haven.casefile;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.haven.platform.sealing.IdentityIndex;
import org.haven.platform.sealing.IdentityIndex.Hit;
import org.haven.platform.sealing.IdentityIndex.Term;
import org.haven.platform.sealing.IndexRebuild;
import org.haven.platform.sealing.KeyDestroyedException;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.haven.platform.sealing.TamperedValueException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * By what persons are found while their particulars stay sealed: the name, each word of it, the
 * date of birth, and numbers by which she can be reached. What was corrected is found by the old
 * value as well; what came from another case alone, and was taken out again, is not.
 */
@Component
class PeopleIndex implements IndexRebuild {
  /** Subject of a number that is a case's safe way, and no particular of one person. */
  static final String CONTACT = "contact";

  private static final Logger LOG = LoggerFactory.getLogger(PeopleIndex.class);
  private static final String STATE = "people";
  private static final int BATCH = 500;
  private static final Pattern NUMBER = Pattern.compile("\\+?\\d[\\d ()./-]{5,24}\\d");

  /** What two spellings of a name may differ by. */
  private static final Pattern MARKS = Pattern.compile("[\\p{M}'’`]");

  private static final Pattern BETWEEN_WORDS = Pattern.compile("[^\\p{L}]+");

  /** Somebody's date of birth is on record, whichever it is. */
  private static final Term BORN = new Term("birth-date-known", "yes");

  private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

  private final JdbcClient db;
  private final Sealing sealing;
  private final IdentityIndex index;
  private final Audit audit;
  private final AtomicBoolean running = new AtomicBoolean();

  PeopleIndex(JdbcClient db, Sealing sealing, IdentityIndex index, Audit audit) {
    this.db = db;
    this.sealing = sealing;
    this.index = index;
    this.audit = audit;
  }

  /** A name as it is compared: small letters without marks, words by one blank. */
  static String name(String name) {
    String plain = MARKS.matcher(Normalizer.normalize(name, Normalizer.Form.NFKD)).replaceAll("");
    return BETWEEN_WORDS.matcher(plain).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  /** The words of a name, each a term. */
  static Set<Term> words(String name) {
    var words = new LinkedHashSet<Term>();
    for (String word : name(name).split(" ")) {
      if (!word.isEmpty()) {
        words.add(new Term("name-word", word));
      }
    }
    return words;
  }

  /**
   * @param day as {@code 1990-04-03}
   */
  static Term birthDate(String day) {
    return new Term("birth-date", day);
  }

  /** The numbers in a text, as they are dialled within the country. */
  static Set<Term> phones(String text) {
    var numbers = new LinkedHashSet<Term>();
    Matcher found = NUMBER.matcher(text);
    while (found.find()) {
      String digits = found.group().replace("(0)", "").replaceAll("[^+\\d]", "");
      digits = digits.replaceFirst("^(\\+44|0044)", "0").replaceFirst("^\\+", "00");
      if (digits.length() >= 7) {
        numbers.add(new Term("phone", digits));
      }
    }
    return numbers;
  }

  void person(CaseRef caseRef, String personRef, PersonKind kind, Map<String, ?> fields) {
    index.add(caseRef, personRef, terms(kind, fields));
  }

  /**
   * A person is not found any more by what was never theirs.
   *
   * @param gone what was taken off the record
   * @param kept what is on it, now or from before
   */
  void forget(
      CaseRef caseRef,
      String personRef,
      PersonKind kind,
      List<Map<String, Object>> gone,
      List<Map<String, Object>> kept) {
    var terms = new LinkedHashSet<Term>();
    gone.forEach(fields -> terms.addAll(terms(kind, fields)));
    kept.forEach(fields -> terms.removeAll(Set.copyOf(terms(kind, fields))));
    index.remove(caseRef, personRef, terms);
  }

  private static List<Term> terms(PersonKind kind, Map<String, ?> fields) {
    var terms = new ArrayList<Term>();
    String name = text(fields, "name");
    if (name != null) {
      terms.addAll(words(name));
      if (kind != PersonKind.REPORTER && !name(name).isEmpty()) {
        terms.add(whole(name(name)));
      }
    }
    String born = text(fields, "birthDate");
    if (born != null && DAY.matcher(born).matches()) {
      terms.add(birthDate(born));
      terms.add(BORN);
    }
    String phone = text(fields, "phone");
    if (phone != null) {
      terms.addAll(phones(phone));
    }
    return terms;
  }

  /** How she can be reached safely. */
  void contact(CaseRef caseRef, Map<String, ?> fields) {
    String detail = text(fields, "detail");
    if (detail != null) {
      index.add(caseRef, CONTACT, phones(detail));
    }
  }

  /**
   * Cases in which a party, and not only whoever reported, has had this name, whoever asks: who
   * bears it is kept from them.
   */
  Set<CaseRef> casesNaming(String normalName) {
    return EveryCase.look(db, () -> naming(normalName));
  }

  private Set<CaseRef> naming(String normalName) {
    var cases = new LinkedHashSet<CaseRef>();
    @Nullable Hit after = null;
    while (true) {
      List<Hit> some = index.find(Set.of(whole(normalName)), Set.of(), after, BATCH);
      if (some.isEmpty()) {
        return cases;
      }
      cases.addAll(
          db.sql("select case_ref from case_file where case_ref = any (?::text[])")
              .param(Rows.codes(some.stream().map(Hit::caseRef).toList()))
              .query((rs, _) -> Rows.caseRef(rs))
              .list());
      after = some.getLast();
    }
  }

  /**
   * Cases in which somebody of that kind has the same name, and not another date of birth, whoever
   * asks: parties are kept apart. Nothing is opened. The same name may be chance.
   *
   * @param caseRef the case of the person who is compared; it is not among the result
   * @param kind such as the perpetrator, where a victim is compared
   * @param fields the person's own particulars
   */
  Set<CaseRef> casesOfSame(CaseRef caseRef, PersonKind kind, Map<String, ?> fields) {
    String name = text(fields, "name");
    if (name == null || name(name).isEmpty()) {
      return Set.of();
    }
    Term whole = whole(name(name));
    Set<Hit> hits = all(Set.of(whole));
    String born = text(fields, "birthDate");
    if (born != null && DAY.matcher(born).matches()) {
      Set<Hit> others = all(Set.of(whole, BORN));
      others.removeAll(all(Set.of(whole, birthDate(born))));
      hits.removeAll(others);
    }
    hits.removeIf(hit -> hit.caseRef().equals(caseRef));
    return hits.isEmpty() ? Set.of() : EveryCase.look(db, () -> ofKind(hits, kind));
  }

  private Set<CaseRef> ofKind(Set<Hit> hits, PersonKind kind) {
    return new LinkedHashSet<>(
        db.sql(
                """
                select distinct p.case_ref
                from unnest(:cases::text[], :subjects::text[]) h (case_ref, subject)
                join person p on p.person_ref = h.subject and p.case_ref = h.case_ref
                where p.kind = :kind order by 1
                """)
            .param("cases", Rows.codes(hits.stream().map(Hit::caseRef).toList()))
            .param("subjects", Rows.codes(hits.stream().map(Hit::subject).toList()))
            .param("kind", kind.code())
            .query((rs, _) -> Rows.caseRef(rs))
            .list());
  }

  /** Cases in which this person stands on the other side: the victim there where not here. */
  Set<CaseRef> otherSides(CaseRef caseRef, PersonKind kind, Map<String, ?> fields) {
    return switch (kind) {
      case VICTIM -> casesOfSame(caseRef, PersonKind.PERPETRATOR, fields);
      case PERPETRATOR -> casesOfSame(caseRef, PersonKind.VICTIM, fields);
      default -> Set.of();
    };
  }

  private Set<Hit> all(Set<Term> terms) {
    var hits = new LinkedHashSet<Hit>();
    @Nullable Hit after = null;
    while (true) {
      List<Hit> some = index.find(terms, Set.of(), after, BATCH);
      hits.addAll(some);
      if (some.size() < BATCH) {
        return hits;
      }
      after = some.getLast();
    }
  }

  private static Term whole(String normalName) {
    return new Term("person-name", normalName);
  }

  private static @Nullable String text(Map<String, ?> fields, String field) {
    Object value = fields.get(field);
    String text = value instanceof Sealed sealed ? sealed.clear() : Rows.text(value);
    return text == null || text.isBlank() ? null : text.strip();
  }

  /** Persons from before the index are taken in once. */
  @EventListener(ApplicationReadyEvent.class)
  void takeInWhatWasThere() {
    if (!index.isComplete(STATE) && running.compareAndSet(false, true)) {
      Thread.ofVirtual().name("people-index").start(this::run);
    }
  }

  @Override
  public boolean begin(ActingPerson who) {
    if (!running.compareAndSet(false, true)) {
      return false;
    }
    audit.record(who, "rebuild-people-index", null, Map.of());
    Thread.ofVirtual().name("people-index").start(this::run);
    return true;
  }

  @Override
  public boolean isRunning() {
    return running.get();
  }

  private void run() {
    try {
      rebuild();
    } catch (RuntimeException e) {
      LOG.error("The search index could not be filled ({})", e.getClass().getSimpleName());
    } finally {
      running.set(false);
    }
  }

  private record Row(
      CaseRef caseRef, String ref, int version, @Nullable String kind, String sealed) {}

  /** Opens all that is indexed, some rows at a time, and adds what is missing. */
  void rebuild() {
    long count = 0;
    String ref = "";
    int version = 0;
    while (true) {
      List<Row> some =
          db.sql(
                  "select case_ref, person_ref, version, kind, sealed::text as sealed from person"
                      + " where (person_ref, version) > (?, ?) order by person_ref, version limit "
                      + BATCH)
              .params(ref, version)
              .query(
                  (rs, _) ->
                      new Row(
                          Rows.caseRef(rs),
                          rs.getString("person_ref"),
                          rs.getInt("version"),
                          rs.getString("kind"),
                          rs.getString("sealed")))
              .list();
      for (Row row : some) {
        Map<String, Object> fields =
            open(row.caseRef(), People.ENTITY, row.ref() + "." + row.version(), row.sealed());
        person(row.caseRef(), row.ref(), PersonKind.ofCode(String.valueOf(row.kind())), fields);
      }
      count += some.size();
      if (some.size() < BATCH) {
        break;
      }
      ref = some.getLast().ref();
      version = some.getLast().version();
    }
    long seq = 0;
    while (true) {
      record Contact(long seq, CaseRef caseRef, String id, String sealed) {}
      List<Contact> some =
          db.sql(
                  "select seq, case_ref, id::text as id, sealed::text as sealed from safe_contact"
                      + " where seq > ? order by seq limit "
                      + BATCH)
              .param(seq)
              .query(
                  (rs, _) ->
                      new Contact(
                          rs.getLong("seq"),
                          Rows.caseRef(rs),
                          rs.getString("id"),
                          rs.getString("sealed")))
              .list();
      some.forEach(
          row ->
              contact(
                  row.caseRef(), open(row.caseRef(), SafeContacts.ENTITY, row.id(), row.sealed())));
      if (some.size() < BATCH) {
        break;
      }
      seq = some.getLast().seq();
    }
    index.complete(STATE);
    if (count > 0) {
      audit.recordSystem("fill-people-index", null, Map.of("persons", count));
    }
    LOG.info("The search index holds {} versions of persons", count);
  }

  /** What cannot be opened is not found. */
  private Map<String, Object> open(CaseRef caseRef, String entity, String row, String sealed) {
    try {
      SealedFields fields = sealing.openAll(caseRef, entity, row, sealed);
      return fields.values();
    } catch (KeyDestroyedException | TamperedValueException e) {
      return Map.of();
    }
  }
}
