package org.haven.recordrequest.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.Times;
import org.haven.recordrequest.RecordExports;
import org.haven.recordrequest.RecordRequests;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Requests for records and breaches of a case, and the ways in. */
@Component
class RecordRequestSection implements CaseSection {
  private final RecordRequests requests;
  private final RecordExports exports;
  private final Times times;

  RecordRequestSection(RecordRequests requests, RecordExports exports, Times times) {
    this.requests = requests;
    this.exports = exports;
    this.times = times;
  }

  /**
   * A request in a line.
   *
   * @param moreTime true if its one extension is still to be had, and this person may give it
   * @param bundle true if there are records that this person may fetch, or has fetched
   */
  record Line(
      String id,
      String received,
      @Nullable String due,
      boolean runs,
      @Nullable String endState,
      boolean moreTime,
      boolean bundle) {}

  /** A breach in a line. */
  record BreachLine(String aware, String addressOut, @Nullable String decision) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    boolean mayGiveTime = requests.mayGiveTime(who, caseRef);
    List<Line> lines =
        requests.of(who, caseRef).stream()
            .map(one -> line(who, caseRef, one, mayGiveTime))
            .toList();
    List<BreachLine> breaches =
        requests.breaches(who, caseRef).stream()
            .map(b -> new BreachLine(times.at(b.awareAt()), b.addressOut(), b.decision()))
            .toList();
    return Optional.of(
        new Section(
            "record-request/section",
            Map.of("ref", caseRef.value(), "requests", lines, "breaches", breaches)));
  }

  private Line line(
      ActingPerson who, CaseRef caseRef, RecordRequests.Request request, boolean mayGiveTime) {
    return new Line(
        request.requestId(),
        times.date(request.receivedOn()),
        request.dueAt() == null ? null : times.at(request.dueAt()),
        request.runs(),
        request.endState(),
        mayGiveTime && request.endState() == null && request.dueAt() != null && !request.extended(),
        exports.isReadyFor(who, caseRef, request.requestId()));
  }
}
