package org.haven.casefile;

import java.util.Map;
import java.util.Optional;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;

/**
 * A section that another area adds to the case page. Each gives a bean; they are collected as a
 * list.
 */
public interface CaseSection {
  /** Empty when there is nothing to show. Asked only for somebody who may open the case. */
  Optional<Section> of(ActingPerson who, CaseRef caseRef);

  /**
   * @param template a Thymeleaf template with a fragment {@code section (model)}
   * @param model what the fragment shows
   */
  record Section(String template, Map<String, Object> model) {
    @Override
    public String toString() {
      return "Section[" + template + " ***]";
    }
  }
}
