package org.haven.letters;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.haven.casefile.CaseGroups;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.SafeWay;
import org.haven.platform.CaseRef;
import org.springframework.stereotype.Component;

/**
 * Looks through words that will go into a letter before they are saved, so that they can be put
 * right where they are typed. Source: procedure section 7, letters and bundles, MARAC, address
 * vault.
 */
@Component
public class GivenAway {
  private final Scan scan;
  private final SafeContacts contacts;
  private final People people;
  private final CaseGroups groups;

  GivenAway(Scan scan, SafeContacts contacts, People people, CaseGroups groups) {
    this.scan = scan;
    this.contacts = contacts;
    this.people = people;
    this.groups = groups;
  }

  /** Do these words speak of what only those who protect her speak of? */
  public boolean tellsOfProtection(String words) {
    return Scan.tellsOfProtection(words);
  }

  /**
   * What in these words nobody but she may read: codes such as {@code safe-address}, {@code
   * marac-words}, {@code help-words}, {@code her-contact}, {@code her-name}.
   */
  public List<String> in(CaseRef caseRef, String words) {
    return reader(caseRef).apply(words);
  }

  /** The same for many texts of a case, and of what is one with it: what is hers is opened once. */
  public Function<String, List<String>> reader(CaseRef caseRef) {
    List<Function<String, List<String>>> readers =
        groups.members(caseRef).stream().map(this::ofOne).toList();
    return words -> readers.stream().flatMap(one -> one.apply(words).stream()).distinct().toList();
  }

  private Function<String, List<String>> ofOne(CaseRef caseRef) {
    String herName =
        people.forSending(caseRef).stream()
            .filter(person -> person.kind() == PersonKind.VICTIM)
            .map(person -> person.fields().values().get("name"))
            .filter(Objects::nonNull)
            .map(Object::toString)
            .findFirst()
            .orElse(null);
    SafeWay contact = contacts.forSending(caseRef);
    return words ->
        scan.givenAway(caseRef, words, contact, herName).stream().map(Finding::code).toList();
  }
}
