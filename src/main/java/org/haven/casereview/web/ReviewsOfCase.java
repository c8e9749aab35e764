package org.haven.casereview.web;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseLinks;
import org.haven.casefile.CaseSection;
import org.haven.casefile.ClosureBars;
import org.haven.casereview.CaseReviews;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.Times;
import org.springframework.stereotype.Component;

/** On the page of a case: what keeps it open, reviews without contact, and cases linked to it. */
@Component
class ReviewsOfCase implements CaseSection {
  private final ClosureBars bars;
  private final CaseReviews reviews;
  private final CaseLinks links;
  private final Times times;

  ReviewsOfCase(ClosureBars bars, CaseReviews reviews, CaseLinks links, Times times) {
    this.bars = bars;
    this.reviews = reviews;
    this.links = links;
    this.times = times;
  }

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    var model = new LinkedHashMap<String, Object>();
    var running = bars.of(caseRef).stream().map(bar -> ClosureRule.said(bar, times)).toList();
    if (!running.isEmpty()) {
      model.put("bars", running);
    }
    int missed = reviews.missed(caseRef);
    if (missed > 0) {
      model.put("missed", missed);
    }
    var linked = links.of(who, caseRef).stream().map(CaseRef::value).toList();
    if (!linked.isEmpty()) {
      model.put("linked", linked);
    }
    return model.isEmpty()
        ? Optional.empty()
        : Optional.of(new Section("case-review/section", Map.copyOf(model)));
  }
}
