package org.haven.recordrequest;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseGroups;
import org.haven.casefile.HeldRecords.About;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.casefile.SafeContacts;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.sealing.Sealed;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Who else has a part in a case, for whoever reads somebody's records. */
@Component
class OtherPeople {
  /** Words that begin a note about who must not know, and name nobody. */
  private static final Set<String> NOBODY =
      Set.of("everybody", "everyone", "nobody", "anybody", "anyone", "the", "her", "his", "their");

  private final CaseAccess access;
  private final CaseGroups groups;
  private final People people;
  private final SafeContacts contacts;

  OtherPeople(CaseAccess access, CaseGroups groups, People people, SafeContacts contacts) {
    this.access = access;
    this.groups = groups;
    this.people = people;
    this.contacts = contacts;
  }

  /** Names, whole and in parts, of everybody but whose records they are. */
  List<String> names(ActingPerson who, CaseRef caseRef, About about) {
    PersonKind own = about == About.OTHER_PARTY ? PersonKind.PERPETRATOR : PersonKind.VICTIM;
    List<CaseRef> cases =
        groups.members(caseRef).stream().filter(member -> access.mayOpen(who, member)).toList();
    List<PersonView> all =
        cases.stream().flatMap(member -> people.of(who, member).stream()).toList();
    Set<String> hers =
        all.stream()
            .filter(person -> person.kind() == own)
            .flatMap(person -> parts(person.fields().values().get("name")))
            .map(Redaction::plain)
            .collect(Collectors.toSet());
    var names = new LinkedHashSet<String>();
    all.stream()
        .filter(person -> person.kind() != own)
        .map(person -> person.fields().values().get("name"))
        .forEach(
            name -> {
              if (name != null && !name.toString().isBlank()) {
                names.add(name.toString().strip());
                parts(name)
                    .filter(part -> !hers.contains(Redaction.plain(part)))
                    .forEach(names::add);
              }
            });
    for (CaseRef member : cases) {
      Sealed unsafe = contacts.banner(who, member).unsafeToTell();
      if (unsafe != null) {
        parts(unsafe.clear())
            .filter(word -> Character.isUpperCase(word.codePointAt(0)))
            .filter(word -> !NOBODY.contains(Redaction.plain(word)))
            .filter(word -> !hers.contains(Redaction.plain(word)))
            .forEach(names::add);
      }
    }
    return List.copyOf(names);
  }

  private static Stream<String> parts(@Nullable Object name) {
    return name == null
        ? Stream.of()
        : Arrays.stream(name.toString().split("[^\\p{L}\\p{M}'’-]+"))
            .filter(part -> part.length() >= 3);
  }
}
