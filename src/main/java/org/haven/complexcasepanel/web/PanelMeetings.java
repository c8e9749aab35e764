package org.haven.complexcasepanel.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.haven.casefile.FormRecords;
import org.haven.complexcasepanel.PanelListings;
import org.haven.evidence.Bundles;
import org.haven.meetings.MeetingKind;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.JourneyId;
import org.haven.platform.Team;
import org.springframework.stereotype.Component;

/** Sittings of the panel: it sets their day and the order of its cases itself. */
@Component
class PanelMeetings implements MeetingKind {
  private static final String RECIPIENT = "panel";

  private final FormRecords records;
  private final Bundles bundles;

  PanelMeetings(FormRecords records, Bundles bundles) {
    this.records = records;
    this.bundles = bundles;
  }

  @Override
  public String code() {
    return PanelListings.PANEL;
  }

  @Override
  public Set<String> forms() {
    return Set.of("hold-panel");
  }

  @Override
  public Optional<String> papersClock() {
    return Optional.of("panelPapers");
  }

  @Override
  public boolean mayArrange(ActingPerson who) {
    return who.teams().contains(Team.COMPLEX_CASE_PANEL);
  }

  /** The proposal, and bundles that were made for the panel. */
  @Override
  public List<Paper> papers(ActingPerson who, CaseRef caseRef, JourneyId journeyId) {
    String at = "/cases/" + caseRef.value();
    var papers = new ArrayList<Paper>();
    records
        .newestHead(who, caseRef, journeyId, "propose-panel-case")
        .ifPresent(
            head -> papers.add(new Paper("meetings.paper.proposal", at + "/records/" + head.id())));
    bundles.of(who, caseRef).stream()
        .filter(bundle -> bundle.recipient().value().equals(RECIPIENT))
        .forEach(
            bundle ->
                papers.add(
                    new Paper("meetings.paper.bundle", at + "/bundles/" + bundle.bundleId())));
    return papers;
  }
}
