package org.haven.casefile;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.PeopleSearch.Asked;
import org.haven.casefile.PeopleSearch.Found;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Cases of somebody who may be the person of a report that is being taken, so that one life is not
 * kept in two cases. Only cases that the one who asks may open are looked at: see {@link
 * PeopleSearch}. Each look is audited as the search that it is.
 */
@Component
public class LikelySame {
  private static final int SHOWN = 5;

  private final PeopleSearch people;

  LikelySame(PeopleSearch people) {
    this.people = people;
  }

  /** Why a case may be of the same person, the surest first. */
  public enum Why {
    NAME_AND_BIRTH("name-and-birth"),
    CONTACT("contact"),
    NAME("name");

    private final String code;

    Why(String code) {
      this.code = code;
    }

    public String code() {
      return code;
    }
  }

  /**
   * A case that may be of the same person.
   *
   * @param person absent if only the number is the same
   */
  public record Match(CaseHead head, Why why, @Nullable PersonView person) {
    @Override
    public String toString() {
      return "Match[" + head.caseRef() + " ***]";
    }
  }

  /**
   * At most {@value #SHOWN}, the surest first. One word of a name is too little to look for unless
   * a date of birth stands beside it; who is known to be born on another day is somebody else.
   *
   * @param contact a text that may hold a telephone number
   * @param without cases that were found to be of somebody else
   * @throws IllegalStateException if the one who asks works no cases
   */
  @Transactional
  public List<Match> of(
      ActingPerson who,
      @Nullable String name,
      @Nullable LocalDate born,
      @Nullable String contact,
      Set<CaseRef> without) {
    var matches = new LinkedHashMap<CaseRef, Match>();
    int words = name == null ? 0 : PeopleIndex.words(name).size();
    if (words > 0 && born != null) {
      keep(matches, find(who, new Asked(name, born, null, null)), Why.NAME_AND_BIRTH);
    }
    if (contact != null && PeopleSearch.isPhone(contact)) {
      keep(matches, find(who, new Asked(null, null, contact, null)), Why.CONTACT);
    }
    if (words > 1) {
      keep(
          matches,
          find(who, new Asked(name, null, null, null)).stream()
              .filter(found -> !bornOnAnotherDay(found.person(), born))
              .toList(),
          Why.NAME);
    }
    without.forEach(matches::remove);
    var surest = new ArrayList<>(matches.values());
    surest.sort(Comparator.comparing(Match::why));
    return List.copyOf(surest.subList(0, Math.min(SHOWN, surest.size())));
  }

  private List<Found> find(ActingPerson who, Asked asked) {
    return people.find(who, asked).found();
  }

  /** The one who is abused alone: a report is not for a case in which she is somebody else. */
  private static void keep(Map<CaseRef, Match> matches, List<Found> found, Why why) {
    for (Found one : found) {
      PersonView person = one.person();
      if (person == null || person.kind() == PersonKind.VICTIM) {
        matches.putIfAbsent(one.head().caseRef(), new Match(one.head(), why, person));
      }
    }
  }

  private static boolean bornOnAnotherDay(@Nullable PersonView person, @Nullable LocalDate born) {
    Object known = person == null ? null : person.fields().values().get("birthDate");
    return born != null && known != null && !known.toString().equals(born.toString());
  }
}
