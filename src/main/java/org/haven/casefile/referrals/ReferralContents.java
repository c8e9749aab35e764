package org.haven.casefile.referrals;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.haven.casefile.FormFields;
import org.haven.casefile.People;
import org.haven.casefile.PersonView;
import org.springframework.stereotype.Component;

/**
 * What an agency is given to read: the fields of the journey's forms that belong to the referral,
 * and who it is about. No address, no contact and nothing else of the case.
 */
@Component
public class ReferralContents {
  /**
   * Agencies that are to keep people safe need to know from whom, and which children live there.
   */
  private static final Set<String> ABOUT_ALL =
      Set.of("marac", "safeguarding-child", "safeguarding-adult", "police");

  private static final List<String> OF_A_PERSON =
      List.of("name", "birthDate", "language", "interpreter", "access", "format");

  private final People people;
  private final Referrals referrals;
  private final FormFields forms;

  ReferralContents(People people, Referrals referrals, FormFields forms) {
    this.forms = forms;
    this.people = people;
    this.referrals = referrals;
  }

  /**
   * The content, opened: for the drop that seals it for its agency, and for nobody else.
   *
   * @throws java.util.NoSuchElementException if there is no such referral
   */
  public Map<String, Object> of(String referralId) {
    ReferralView referral = referrals.find(referralId).orElseThrow();
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("purpose", referral.purpose().value());
    content.put("people", people(referral));
    content.putAll(forms.of(referral.caseRef(), referral.journeyId(), "Referral"));
    return content;
  }

  private List<Map<String, Object>> people(ReferralView referral) {
    boolean all = ABOUT_ALL.contains(referral.purpose().value());
    List<Map<String, Object>> told = new ArrayList<>();
    for (PersonView person : people.unaudited(referral.caseRef())) {
      boolean concerned =
          switch (person.kind()) {
            case VICTIM -> true;
            case PERPETRATOR, CHILD -> all;
            default -> false;
          };
      if (concerned) {
        Map<String, Object> one = new LinkedHashMap<>();
        one.put("kind", person.kind().code());
        for (String field : OF_A_PERSON) {
          Object value = person.fields().values().get(field);
          if (value != null) {
            one.put(field, value);
          }
        }
        told.add(one);
      }
    }
    return told;
  }
}
