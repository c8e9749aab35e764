package org.haven.casefile;

import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.EveryCase;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.platform.sealing.Sealing;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** The safe address, the areas she avoids and her moving date: shown on request, with a reason. */
@Component
public class AddressVault {
  private static final String ENTITY = "address-vault";
  private static final Pattern POSTCODE =
      Pattern.compile("\\b[A-Z]{1,2}[0-9][0-9A-Z]? ?[0-9][A-Z]{2}\\b");

  /** How the register words the home of somebody who must not be found. */
  private static final List<String> REGISTERED =
      List.of("registerAddress1", "registerAddress2", "registerTown", "registerPostcode");

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;
  private final People people;
  private final CaseGroups groups;

  AddressVault(
      JdbcClient db,
      Sealing sealing,
      Clock clock,
      Audit audit,
      CaseAccess access,
      People people,
      CaseGroups groups) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
    this.people = people;
    this.groups = groups;
  }

  /**
   * Keeps what is given; a field that is not given stays as it was.
   *
   * @param sealed safeAddress, area, noGoAreas, moveDate; of a tenancy that was granted registerRef
   *     and startOn
   */
  @Transactional
  public void write(CaseRef caseRef, Map<String, ?> sealed, By by) {
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into address_vault (id, case_ref, sealed, at, by)"
                + " values (?::uuid, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            sealing.sealAll(caseRef, ENTITY, id, sealed),
            Rows.ts(clock.instant()),
            by.name())
        .update();
  }

  public boolean holds(CaseRef caseRef) {
    return db.sql("select exists (select 1 from address_vault where case_ref = ?)")
        .param(caseRef.value())
        .query(Boolean.class)
        .single();
  }

  /** Is this what the vault holds by now? */
  boolean holds(CaseRef caseRef, Map<String, ?> sealed) {
    Map<String, Object> now = merged(caseRef).values();
    return sealed.entrySet().stream()
        .allMatch(
            one -> String.valueOf(now.get(one.getKey())).equals(String.valueOf(one.getValue())));
  }

  /**
   * Does a text name an address that is, or ever was, in the vault of this case or of one that is
   * one with it, as she or as the register words it: as a whole, its first line, a line with a
   * number, or its postcode? The address itself stays here.
   */
  @Transactional
  public boolean isNamedIn(CaseRef caseRef, String text) {
    return groups.others(caseRef).isEmpty()
        ? named(caseRef, text)
        : EveryCase.look(db, () -> named(caseRef, text));
  }

  private boolean named(CaseRef caseRef, String text) {
    String plain = plain(text);
    String close = plain.replace(" ", "");
    Set<String> names =
        groups.members(caseRef).stream()
            .flatMap(one -> people.unaudited(one).stream())
            .map(person -> person.fields().values().get("name"))
            .filter(Objects::nonNull)
            .map(name -> plain(name.toString()))
            .collect(Collectors.toSet());
    return groups.members(caseRef).stream()
        .flatMap(one -> rows(one).stream())
        .flatMap(row -> Stream.of(lines(row, List.of("safeAddress")), lines(row, REGISTERED)))
        .filter(address -> !address.isEmpty())
        .anyMatch(address -> named(address, plain, close, names));
  }

  /**
   * The same, asked of the cases in which the other party of this one is protected: of their vaults
   * nothing goes out from here either. Whoever is told the answer must not be able to tell it from
   * that of {@link #isNamedIn}.
   */
  @Transactional
  public boolean isNamedInCounterpart(CaseRef caseRef, String text) {
    List<CaseRef> others =
        db.sql(
                "select distinct other_case from case_counterpart"
                    + " where case_ref = any (?::text[]) order by 1")
            .param(CaseGroups.refs(groups.members(caseRef)))
            .query((rs, _) -> new CaseRef(rs.getString("other_case")))
            .list();
    return !others.isEmpty()
        && EveryCase.look(db, () -> others.stream().anyMatch(other -> isNamedIn(other, text)));
  }

  private static String lines(SealedFields row, List<String> fields) {
    return fields.stream()
        .map(row.values()::get)
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .filter(line -> !line.isBlank())
        .collect(Collectors.joining(", "));
  }

  private static boolean named(String address, String plain, String close, Set<String> names) {
    var postcode = POSTCODE.matcher(address.toUpperCase(Locale.ROOT));
    while (postcode.find()) {
      if (close.contains(postcode.group().replace(" ", "").toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    // the whole tells; the first line too, it may be a house with a name and no number, unless it
    // is
    // whose home it is; of the others a line with a number does, and the town alone does not
    List<String> lines =
        Arrays.stream(address.split("[,\\n]"))
            .map(AddressVault::plain)
            .filter(line -> !line.isEmpty())
            .toList();
    return Stream.concat(
            Stream.of(plain(address)),
            Stream.concat(
                lines.stream().limit(1).filter(line -> !names.contains(line)),
                lines.stream().skip(1).filter(line -> line.matches(".*[0-9].*"))))
        .filter(line -> line.length() > 5 && line.contains(" "))
        .anyMatch(line -> (" " + plain + " ").contains(" " + line + " "));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  /**
   * Opens the vault for a named officer who typed why; the reason is kept, sealed.
   *
   * @throws NoSuchCaseException if the person may not open the case, or is not named on it
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public SealedFields reveal(ActingPerson who, CaseRef caseRef, String reason) {
    return reveal(who, caseRef, reason, UUID.randomUUID()).orElseThrow();
  }

  /**
   * The same, once: a page that is sent again shows nothing.
   *
   * @param once the asking page's own mark
   * @return empty if it was shown to this mark before; nothing is read then
   * @throws NoSuchCaseException if the person may not open the case, or is not named on it
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public Optional<SealedFields> reveal(
      ActingPerson who, CaseRef caseRef, String reason, UUID once) {
    if (!access.isNamed(who, caseRef)) {
      throw new NoSuchCaseException();
    }
    if (reason.isBlank()) {
      throw new IllegalArgumentException("The vault opens with a reason only");
    }
    String id = once.toString();
    boolean first =
        db.sql(
                    "insert into address_reveal (id, case_ref, sealed, at, by)"
                        + " values (?::uuid, ?, ?::jsonb, ?, ?) on conflict do nothing")
                .params(
                    id,
                    caseRef.value(),
                    sealing.sealAll(caseRef, "address-reveal", id, Map.of("reason", reason)),
                    Rows.ts(clock.instant()),
                    who.username())
                .update()
            == 1;
    if (!first) {
      return Optional.empty();
    }
    audit.record(who, "reveal-address", caseRef, Map.of("reveal", id));
    return Optional.of(merged(caseRef));
  }

  /**
   * What the vault held before it was put right or she moved, the newest first, to somebody to whom
   * {@link #reveal} has just shown what it holds.
   *
   * @param once the mark under which it was shown
   * @return by field; empty if it was not shown to this person under this mark
   */
  @Transactional
  public Map<String, List<Sealed>> earlier(ActingPerson who, CaseRef caseRef, UUID once) {
    boolean shown =
        db.sql(
                "select exists (select 1 from address_reveal"
                    + " where id = ?::uuid and case_ref = ? and by = ?)")
            .params(once.toString(), caseRef.value(), who.username())
            .query(Boolean.class)
            .single();
    if (!shown || !access.isNamed(who, caseRef)) {
      return Map.of();
    }
    SealedFields now = merged(caseRef);
    var earlier = new LinkedHashMap<String, List<Sealed>>();
    for (SealedFields row : rows(caseRef).reversed()) {
      row.values()
          .forEach(
              (field, value) -> {
                var sealed = new Sealed(String.valueOf(value));
                List<Sealed> known = earlier.computeIfAbsent(field, _ -> new ArrayList<>());
                boolean stands = String.valueOf(now.values().get(field)).equals(sealed.clear());
                if (!stands && known.stream().noneMatch(k -> k.clear().equals(sealed.clear()))) {
                  known.add(sealed);
                }
              });
    }
    earlier.values().removeIf(List::isEmpty);
    return earlier;
  }

  /** Where a home is that left the tenancy register: one line for a works order, no tenant. */
  @CasefileOnly
  public Optional<String> registeredAddress(CaseRef caseRef) {
    return registeredAddress(merged(caseRef));
  }

  /**
   * Her home as the register words it, in one line, of what {@link #reveal} gave.
   *
   * @throws org.haven.platform.sealing.TamperedValueException if a part of it was changed behind
   *     our back
   */
  public static Optional<String> registeredAddress(SealedFields fields) {
    String line =
        REGISTERED.stream()
            .flatMap(field -> fields.text(field).stream())
            .map(Sealed::clear)
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(", "));
    return line.isEmpty() ? Optional.empty() : Optional.of(line);
  }

  private SealedFields merged(CaseRef caseRef) {
    var values = new LinkedHashMap<String, Object>();
    var refused = new HashSet<String>();
    for (SealedFields row : rows(caseRef)) {
      row.refused().forEach(values::remove);
      refused.addAll(row.refused());
      refused.removeAll(row.values().keySet());
      values.putAll(row.values());
    }
    return new SealedFields(values, refused);
  }

  /** The oldest first: of each field the newest counts. */
  private List<SealedFields> rows(CaseRef caseRef) {
    return db.sql(
            "select id, sealed::text as sealed from address_vault where case_ref = ? order by seq")
        .param(caseRef.value())
        .query(
            (rs, _) -> sealing.openAll(caseRef, ENTITY, rs.getString("id"), rs.getString("sealed")))
        .list();
  }
}
