package org.haven.complaint.web;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.haven.casefile.CaseSection;
import org.haven.complaint.ComplaintView;
import org.haven.complaint.Complaints;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.Times;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The complaints of a case, and the ways in: a new one, its second stage, an ombudsman. */
@Component
class ComplaintSection implements CaseSection {
  private final Complaints complaints;
  private final Times times;

  ComplaintSection(Complaints complaints, Times times) {
    this.complaints = complaints;
    this.times = times;
  }

  record Line(
      String id,
      String subject,
      String received,
      @Nullable String finding,
      @Nullable String second,
      @Nullable String secondFinding,
      boolean secondPossible) {}

  @Override
  public Optional<Section> of(ActingPerson who, CaseRef caseRef) {
    List<Line> lines = complaints.of(who, caseRef).stream().map(this::line).toList();
    return Optional.of(
        new Section("complaint/section", Map.of("ref", caseRef.value(), "complaints", lines)));
  }

  private Line line(ComplaintView complaint) {
    return new Line(
        complaint.complaintId(),
        complaint.subject(),
        times.date(complaint.receivedOn()),
        complaint.finding(),
        complaint.secondOn() == null ? null : times.date(complaint.secondOn()),
        complaint.secondFinding(),
        complaint.secondPossible());
  }
}
