package org.haven.refertomarac.web;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.FormRecords;
import org.haven.meetings.MeetingKind;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Role;
import org.haven.platform.Team;
import org.haven.refertomarac.MaracReferrals;
import org.springframework.stereotype.Component;

/**
 * Days on which the MARAC hears cases of ours. The hub sets them; supervisors and the safeguarding
 * lead follow it here. Status of who may: Local default.
 */
@Component
class MaracMeetings implements MeetingKind {
  private final FormRecords records;

  MaracMeetings(FormRecords records) {
    this.records = records;
  }

  @Override
  public String code() {
    return MaracReferrals.MARAC.value();
  }

  @Override
  public Set<String> forms() {
    return Set.of("record-marac-meeting");
  }

  @Override
  public Optional<String> papersClock() {
    return Optional.of("maracResearch");
  }

  @Override
  public boolean mayArrange(ActingPerson who) {
    return who.has(Role.SUPERVISOR) || who.teams().contains(Team.SAFEGUARDING_LEAD);
  }

  @Override
  public List<Paper> papers(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    return records.newestHead(who, caseRef, journeyId, "complete-marac-referral").stream()
        .map(
            head ->
                new Paper(
                    "meetings.paper.referral",
                    "/cases/" + caseRef.value() + "/records/" + head.id()))
        .toList();
  }
}
