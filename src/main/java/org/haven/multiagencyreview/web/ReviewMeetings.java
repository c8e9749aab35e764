package org.haven.multiagencyreview.web;

import java.util.List;
import java.util.Set;
import org.haven.casefile.FormRecords;
import org.haven.meetings.MeetingKind;
import org.haven.multiagencyreview.Reviews;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.springframework.stereotype.Component;

/** Meetings of reviews that a partner leads: the safeguarding lead takes us there. */
@Component
class ReviewMeetings implements MeetingKind {
  private final FormRecords records;

  ReviewMeetings(FormRecords records) {
    this.records = records;
  }

  @Override
  public String code() {
    return Reviews.REVIEW;
  }

  @Override
  public Set<String> forms() {
    return Set.of("record-meeting");
  }

  @Override
  public boolean mayArrange(ActingPerson who) {
    return who.teams().contains(Team.SAFEGUARDING_LEAD);
  }

  @Override
  public List<Paper> papers(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    return records
        .newestHead(who, caseRef, journeyId, Reviews.CHRONOLOGY_FORM)
        .map(
            head ->
                new Paper(
                    "meetings.paper.chronology",
                    "/cases/" + caseRef.value() + "/records/" + head.id()))
        .stream()
        .toList();
  }
}
