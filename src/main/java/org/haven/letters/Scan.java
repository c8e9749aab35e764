package org.haven.letters;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseGroups;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.SafeWay;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Looks through a draft for what must never go out. People check as well; this never tires. */
@Component
class Scan {
  /** What only those who protect her speak of. */
  private static final Pattern MARAC =
      Pattern.compile(
          "\\b(MARAC|multi[- ]agency risk assessment|IDVA|DASH|risk assessment conference)\\b",
          Pattern.CASE_INSENSITIVE);

  /** What tells a perpetrator that she found help, or where. */
  private static final Pattern HELP =
      Pattern.compile(
          "\\b(refuges?|safe (house|address|accommodation)|sanctuary scheme|safety plan|"
              + "complex case panel|code ?word|panic alarm)\\b",
          Pattern.CASE_INSENSITIVE);

  /** Words that no envelope and no subject may carry. */
  static final Pattern TELLING =
      Pattern.compile(
          "\\b(abus\\w*|domestic|violen\\w*|victims?|survivors?|perpetrators?|refuges?|MARAC|IDVA|"
              + "safeguarding|sanctuary|coerci\\w*|assault\\w*)\\b",
          Pattern.CASE_INSENSITIVE);

  private final AddressVault vault;
  private final SafeContacts contacts;
  private final CaseGroups groups;

  Scan(AddressVault vault, SafeContacts contacts, CaseGroups groups) {
    this.vault = vault;
    this.contacts = contacts;
    this.groups = groups;
  }

  /**
   * @param words all that a reader of the draft sees
   * @param envelope sender, subject, name and address label
   * @param contact how she is reached safely: never told to anybody but her
   */
  List<Finding> findings(
      CaseRef caseRef,
      LetterTemplate template,
      Reader reader,
      String words,
      String envelope,
      @Nullable SafeWay contact,
      @Nullable String herName,
      Map<String, Object> facts) {
    var findings = new ArrayList<Finding>();
    if (vault.isNamedIn(caseRef, words)) {
      findings.add(new Finding("safe-address", null, true));
    }
    Matcher telling = TELLING.matcher(envelope);
    if (telling.find()) {
      findings.add(new Finding("envelope", telling.group().toLowerCase(Locale.ROOT), true));
    }
    if (reader == Reader.PERPETRATOR || reader == Reader.OTHER) {
      strict(words, contact, herName, findings);
    }
    if (reader == Reader.AGENCY) {
      // what passes her contact on to an agency, with her agreement, is a referral and no letter
      herContact(words, contact, findings);
    }
    for (CaseRef other : groups.members(caseRef)) {
      // what is one with the case holds a way to reach her too
      if (reader != Reader.VICTIM
          && !other.equals(caseRef)
          && findings.stream().noneMatch(one -> one.code().equals("her-contact"))) {
        herContact(words, contacts.forSending(other), findings);
      }
    }
    if (reader == Reader.PERPETRATOR && template.holdsHers()) {
      findings.add(new Finding("hers-to-perpetrator", null, true));
    }
    if (reader == Reader.PERPETRATOR && template.wishesGate()) {
      wishes(facts, findings);
    }
    if (reader == Reader.VICTIM && (contact == null || !contact.check().valid())) {
      findings.add(new Finding("contact-not-safe", null, true));
    }
    return findings;
  }

  /** What in these words nobody but she may read. */
  List<Finding> givenAway(
      CaseRef caseRef, String words, @Nullable SafeWay contact, @Nullable String herName) {
    var findings = new ArrayList<Finding>();
    if (vault.isNamedIn(caseRef, words)) {
      findings.add(new Finding("safe-address", null, true));
    }
    strict(words, contact, herName, findings);
    return findings;
  }

  static boolean tellsOfProtection(String words) {
    return MARAC.matcher(words).find() || HELP.matcher(words).find();
  }

  private static void strict(
      String words, @Nullable SafeWay contact, @Nullable String herName, List<Finding> findings) {
    for (Pattern pattern : List.of(MARAC, HELP)) {
      Matcher found = pattern.matcher(words);
      if (found.find()) {
        findings.add(
            new Finding(
                pattern == MARAC ? "marac-words" : "help-words",
                found.group().toLowerCase(Locale.ROOT),
                true));
      }
    }
    herContact(words, contact, findings);
    if (herName != null && holds(words, herName)) {
      findings.add(new Finding("her-name", null, false));
    }
  }

  private static void herContact(String words, @Nullable SafeWay contact, List<Finding> findings) {
    if (contact != null) {
      for (Sealed hers : listOf(contact.detail(), contact.codeWord())) {
        if (holds(words, hers.clear())) {
          findings.add(new Finding("her-contact", null, true));
          break;
        }
      }
    }
  }

  private static void wishes(Map<String, Object> facts, List<Finding> findings) {
    String wishes = String.valueOf(facts.get("victimWishes"));
    Object unsafe = facts.get("actionUnsafe");
    boolean against = wishes.equals("objects") || wishes.equals("not-known");
    if (against || !(Boolean.FALSE.equals(unsafe) || "no".equals(unsafe))) {
      findings.add(new Finding("wishes", null, false));
    }
  }

  private static List<Sealed> listOf(@Nullable Sealed... values) {
    var list = new ArrayList<Sealed>();
    for (Sealed value : values) {
      if (value != null) {
        list.add(value);
      }
    }
    return list;
  }

  private static boolean holds(String words, String what) {
    String sought = plain(what);
    if (sought.length() < 3) {
      return false;
    }
    return (" " + plain(words) + " ").contains(" " + sought + " ")
        || (sought.matches("[0-9 ]{7,}") && digits(words).contains(digits(sought)));
  }

  private static String plain(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip();
  }

  private static String digits(String text) {
    return text.replaceAll("[^0-9]", "");
  }
}
