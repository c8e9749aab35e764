package org.haven.casefile;

import java.time.Clock;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
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

  private final JdbcClient db;
  private final Sealing sealing;
  private final Clock clock;
  private final Audit audit;
  private final CaseAccess access;

  AddressVault(JdbcClient db, Sealing sealing, Clock clock, Audit audit, CaseAccess access) {
    this.db = db;
    this.sealing = sealing;
    this.clock = clock;
    this.audit = audit;
    this.access = access;
  }

  /**
   * Keeps what is given; a field that is not given stays as it was.
   *
   * @param sealed safeAddress, area, noGoAreas, moveDate
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

  /**
   * Does a text name an address that is, or ever was, in the vault: as a whole, one of its lines,
   * or its postcode? The address itself stays here.
   */
  @Transactional
  public boolean isNamedIn(CaseRef caseRef, String text) {
    String plain = plain(text);
    String close = plain.replace(" ", "");
    return rows(caseRef).stream()
        .map(row -> row.values().get("safeAddress"))
        .filter(Objects::nonNull)
        .map(String::valueOf)
        .anyMatch(address -> named(address, plain, close));
  }

  private static boolean named(String address, String plain, String close) {
    var postcode = POSTCODE.matcher(address.toUpperCase(Locale.ROOT));
    while (postcode.find()) {
      if (close.contains(postcode.group().replace(" ", "").toLowerCase(Locale.ROOT))) {
        return true;
      }
    }
    // a line with a number, such as house and street, tells; the town alone does not
    return Stream.concat(Stream.of(address), Arrays.stream(address.split("[,\\n]")))
        .map(AddressVault::plain)
        .filter(line -> line.length() > 5 && line.matches(".*[0-9].*") && line.contains(" "))
        .anyMatch(line -> (" " + plain + " ").contains(" " + line + " "));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  /**
   * Opens the vault for somebody who typed why; the reason is kept, sealed.
   *
   * @throws NoSuchCaseException if the person may not open the case
   * @throws IllegalArgumentException if no reason is given
   */
  @Transactional
  public SealedFields reveal(ActingPerson who, CaseRef caseRef, String reason) {
    access.require(who, caseRef);
    if (reason.isBlank()) {
      throw new IllegalArgumentException("The vault opens with a reason only");
    }
    String id = UUID.randomUUID().toString();
    db.sql(
            "insert into address_reveal (id, case_ref, sealed, at, by)"
                + " values (?::uuid, ?, ?::jsonb, ?, ?)")
        .params(
            id,
            caseRef.value(),
            sealing.sealAll(caseRef, "address-reveal", id, Map.of("reason", reason)),
            Rows.ts(clock.instant()),
            who.username())
        .update();
    audit.record(who, "reveal-address", caseRef, Map.of("reveal", id));
    return merged(caseRef);
  }

  /** Where a home is that left the tenancy register: one line for a works order, no tenant. */
  Optional<String> registeredAddress(CaseRef caseRef) {
    SealedFields fields = merged(caseRef);
    String line =
        Stream.of("registerAddress1", "registerAddress2", "registerTown", "registerPostcode")
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
