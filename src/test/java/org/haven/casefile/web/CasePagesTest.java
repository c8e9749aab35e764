package org.haven.casefile.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFacts;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.Conflicts;
import org.haven.casefile.DecisionLog;
import org.haven.casefile.NewCase;
import org.haven.casefile.People;
import org.haven.casefile.PersonKind;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.Timeline;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Team;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.SoundPage;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The page of a case, the page for paper, and the cases that a report may belong to. */
@SuppressWarnings("NullAway")
class CasePagesTest extends PagesOfHaven {
  private static final String RUTH = "ruth.callow";
  private static final String KIT = "kit.farrow"; // no team's of these cases
  private static final By SHE = new By(RUTH);

  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired CaseFacts facts;
  @Autowired Conflicts conflicts;
  @Autowired People people;
  @Autowired SafeContacts contacts;
  @Autowired Timeline timeline;
  @Autowired DecisionLog decisions;
  @Autowired AddressVault vault;

  private CaseRef caseRef;

  /** A name that no other test gives anybody. */
  private final String name = "Quilla " + letters() + " Sample";

  private static String letters() {
    return UUID.randomUUID().toString().replaceAll("[^a-f]", "") + "zz";
  }

  @BeforeEach
  void aLedCase() {
    caseRef = aCase();
  }

  private CaseRef aCase() {
    CaseRef ref =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), SHE);
    cases.assignLead(ref, Team.HOUSING_SCHEME_AND_FINANCE, null, By.SYSTEM);
    return ref;
  }

  private CaseRef aCaseOf(String name, String born) {
    CaseRef ref = aCase();
    people.add(ref, PersonKind.VICTIM, Map.of("name", name, "birthDate", born), SHE);
    return ref;
  }

  private Document open(String address) throws Exception {
    return SoundPage.of(pages.perform(get(address).with(user(RUTH))).andExpect(status().isOk()));
  }

  private Document theCase() throws Exception {
    return open("/cases/" + caseRef);
  }

  private ResultActions send(String who, String address, String... fields) throws Exception {
    return SoundPage.send(pages, who, address, fields);
  }

  @Test
  void shouldLeadToEachOfItsParts_andSayWhatIsEmpty() throws Exception {
    var page = theCase();
    assertThat(page.select("main h2").first().id()).isEqualTo("safety-title");
    for (Element link : page.select("nav.haven-here a")) {
      assertThat(page.select(link.attr("href"))).as(link.attr("href")).hasSize(1);
    }
    assertThat(page.text())
        .contains("Nobody has tried to reach her yet")
        .contains("No decision yet")
        .contains("Nothing has been referred to an agency yet")
        .contains("There is no file, letter or bundle yet");
  }

  @Test
  void shouldListWhenSheWasTried_theNewestFirst() throws Exception {
    // given
    contacts.record(caseRef, false, Map.of("watched", "yes"), SHE);
    db.sql(
            """
            insert into case_note (note_id, case_ref, kind, detail, happened_at, sealed, at, by)
            values (gen_random_uuid(), ?, 'call', 'no-answer', now() + interval '1 hour', '{}',
              now(), ?)
            """)
        .params(caseRef.value(), RUTH)
        .update();
    // when
    var rows = theCase().select("section[aria-labelledby=attempts-title] li").eachText();
    // then
    assertThat(rows).hasSize(2);
    assertThat(rows.get(0)).startsWith("Call: no answer").contains("Ruth Callow");
    assertThat(rows.get(1)).startsWith("Safe contact asked: no safe way");
  }

  @Test
  void shouldShowTheRuleThatAdvised_andWhyAnotherThingWasDecided() throws Exception {
    // given
    decisions.record(
        caseRef,
        null,
        "leadTeam",
        0,
        Map.of("lead", "out-of-hours"),
        Map.of("lead", "housing-solutions"),
        LocalDate.of(2026, 11, 20),
        "They know her",
        SHE);
    // when
    var section = theCase().select("section[aria-labelledby=decisions-title]").text();
    // then
    assertThat(section)
        .contains("Lead team")
        .contains("Housing Solutions")
        .contains("The table advised")
        .contains("They know her")
        .contains("Policy clause 5.1")
        .contains("1. Out of hours: Out of Hours leads");
  }

  @Test
  void shouldSayWhatToBearInMind_beforeAllElse() throws Exception {
    conflicts.add(caseRef, KIT, new Code("declared"), SHE);
    facts.put(caseRef, Map.of("riskLevel", new Code("high")), SHE);
    var flags = theCase().select("section[aria-labelledby=flags-title] li").eachText();
    assertThat(flags).hasSize(2);
    assertThat(flags.get(0)).startsWith("High risk");
    assertThat(flags.get(1)).startsWith("Kept out A colleague is kept out");
  }

  @Test
  void shouldSayWhyAJourneyCannotBegin() throws Exception {
    var page = theCase();
    assertThat(page.select("#start-assess-risk button").text()).isEqualTo("Start: Assess risk");
    assertThat(page.select("#start-complaint a").attr("href"))
        .isEqualTo("/cases/" + caseRef + "/complaints/new");
    assertThat(page.select("#start-policy-review").text()).contains("begins by itself");
    // and on a closed case
    for (CaseStatus next : List.of(CaseStatus.OPEN, CaseStatus.MONITORING, CaseStatus.CLOSED)) {
      cases.status(caseRef, next, SHE);
    }
    page = theCase();
    assertThat(page.select("#start-assess-risk").text()).contains("The case is closed");
    assertThat(page.select("#start-case-review button")).hasSize(1);
    send(RUTH, "/cases/" + caseRef + "/journeys", "processId", "assess-risk")
        .andExpect(status().is3xxRedirection());
    assertThat(
            db.sql("select count(*) from journey where case_ref = ?")
                .param(caseRef.value())
                .query(Integer.class)
                .single())
        .isZero();
  }

  @Test
  void shouldShowWhatIsLookedForAlone_andCountIt() throws Exception {
    // given
    timeline.add(caseRef, null, "meeting", "timeline.nothing-yet", Map.of(), "By the door", SHE);
    // when
    var page = open("/cases/" + caseRef + "?kind=meeting");
    // then
    assertThat(page.select(".haven-timeline__item")).hasSize(1);
    assertThat(page.select(".haven-timeline").text()).contains("By the door");
    assertThat(page.select("#timeline-found").text()).startsWith("1 line fits.");
    assertThat(page.select("#kind option[selected]").text()).isEqualTo("Meetings (1)");
    assertThat(page.select("form[action$=#timeline-title]").attr("method")).isEqualTo("get");
    // and by day
    assertThat(
            open("/cases/" + caseRef + "?toDay=1&toMonth=1&toYear=2020")
                .select("#timeline-found")
                .text())
        .startsWith("Nothing fits.");
    // and what nobody can look for is not looked for
    assertThat(
            open("/cases/" + caseRef + "?kind=%00'&journey=x&before=zz")
                .select(".haven-timeline__item"))
        .hasSizeGreaterThan(1);
  }

  @Test
  void shouldSayBesideTheField_whenTheDayIsNone() throws Exception {
    for (String days :
        List.of(
            "fromDay=31&fromMonth=2&fromYear=2026",
            "fromDay=2&fromMonth=2&fromYear=2026&toDay=1&toMonth=2&toYear=2026")) {
      var page =
          SoundPage.of(
              pages
                  .perform(get("/cases/" + caseRef + "?" + days).with(user(RUTH)))
                  .andExpect(status().isBadRequest()));
      assertThat(page.title()).startsWith("Error: ");
      assertThat(page.select(".govuk-error-summary a")).hasSize(1);
      assertThat(page.select(".govuk-error-message")).hasSize(1);
      assertThat(page.select("#fromDay, #from").attr("value")).isNotEmpty();
    }
  }

  @Test
  void shouldGoOnPageByPage_whenMuchHappened() throws Exception {
    for (int i = 0; i < 60; i++) {
      timeline.add(caseRef, null, "meeting", "timeline.nothing-yet", Map.of(), "No. " + i, SHE);
    }
    var first = open("/cases/" + caseRef + "?kind=meeting");
    assertThat(first.select(".haven-timeline__item")).hasSize(50);
    assertThat(first.select("#timeline-found").text()).startsWith("60 lines fit.");
    String older = first.select("a[rel=next]").attr("href");
    assertThat(older).contains("kind=meeting").endsWith("#timeline-title");
    var next = open(older.replace("#timeline-title", ""));
    assertThat(next.select(".haven-timeline__item")).hasSize(10);
    assertThat(next.select(".haven-timeline").text()).contains("No. 0").doesNotContain("No. 11");
    assertThat(next.select("a[rel=next]")).isEmpty();
    assertThat(next.select("a[rel=first]")).hasSize(1);
  }

  @Test
  void shouldPrintOnlyWhatMayLeave_withAReasonAndOnce() throws Exception {
    // given
    people.add(caseRef, PersonKind.VICTIM, Map.of("name", name, "language", "French"), SHE);
    people.add(caseRef, PersonKind.PERPETRATOR, Map.of("name", "Bram Secretname"), SHE);
    people.add(caseRef, PersonKind.REPORTER, Map.of("name", "Rita Secretname"), SHE);
    people.add(caseRef, PersonKind.CHILD, Map.of("name", "Cara Secretname"), SHE);
    contacts.record(
        caseRef,
        true,
        Map.of("method", "phone", "detail", "01632 960411", "unsafeToTell", "her secret brother"),
        SHE);
    vault.write(caseRef, Map.of("safeAddress", "1 Secret Road"), SHE);
    conflicts.add(caseRef, KIT, new Code("declared"), SHE);
    timeline.add(
        caseRef,
        null,
        "report",
        "timeline.reported",
        Map.of("channel", "phone"),
        "a secret note",
        SHE);
    timeline.add(caseRef, null, "meeting", "timeline.listed-for-panel", Map.of(), SHE);
    timeline.add(caseRef, null, "moved", "timeline.victim-moved", Map.of(), SHE);
    decisions.record(
        caseRef,
        null,
        "riskLevel",
        0,
        Map.of("level", "high"),
        Map.of("level", "high"),
        LocalDate.of(2026, 11, 20),
        "a secret reason",
        SHE);
    String address = "/cases/" + caseRef + "/print";
    var asked = open(address);
    // when
    var refused =
        SoundPage.of(send(RUTH, address, "reason", " ").andExpect(status().isBadRequest()));
    String once = asked.select("input[name=once]").val();
    var paper =
        SoundPage.of(
            send(RUTH, address, "reason", "For the panel", "once", once)
                .andExpect(status().isOk()));
    var again = SoundPage.of(send(RUTH, address, "reason", "For the panel", "once", once));
    // then
    assertThat(refused.select("#reason-error").text()).contains("why you need it on paper");
    assertThat(again.select("#reason-error").text()).contains("printed already");
    assertThat(paper.title()).isEqualTo("Record – " + caseRef + " – Haven");
    assertThat(paper.select("main").text())
        .contains("Contains personal data. Printed by Ruth Callow")
        .contains(name)
        .contains("French")
        .contains("A report was taken")
        .contains("high")
        .doesNotContainIgnoringCase("secret")
        .doesNotContain("01632", "panel", "moved", "MARAC", "kit");
    assertThat(
            db.sql("select sealed::text from case_print where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .single())
        .doesNotContain("panel");
    assertThat(
            db.sql("select count(*) from audit_entry where case_ref = ? and action = 'print-case'")
                .param(caseRef.value())
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void shouldNotBeForPaper_whenItIsAPageOfTheScreen() throws Exception {
    var page = theCase();
    assertThat(page.select(".haven-not-for-paper").select("h1")).hasSize(1);
    assertThat(page.select(".haven-paper-only").text()).contains("not for paper");
  }

  private Document alike(String who, String... fields) throws Exception {
    return SoundPage.of(send(who, "/reports/alike", fields).andExpect(status().isOk()));
  }

  private static List<String> found(Document page) {
    return page.select("#alike-found li").eachAttr("id");
  }

  @Test
  void shouldOfferTheCaseOfTheSamePerson_andSayWhy() throws Exception {
    // given
    CaseRef same = aCaseOf(name, "1990-04-03");
    CaseRef unsure = aCase();
    people.add(unsure, PersonKind.VICTIM, Map.of("name", name), SHE);
    CaseRef other = aCaseOf(name, "1961-12-24");
    CaseRef his = aCase();
    people.add(his, PersonKind.PERPETRATOR, Map.of("name", name), SHE);
    // when
    var page =
        alike(
            RUTH,
            "name",
            name.toLowerCase(),
            "bornDay",
            "3",
            "bornMonth",
            "4",
            "bornYear",
            "1990",
            "words",
            "Typed <already>");
    // then
    assertThat(found(page)).containsExactly("alike-" + same, "alike-" + unsure);
    assertThat(page.select("#alike-" + same).text())
        .contains("same name and date of birth", "Reported");
    assertThat(page.select("#alike-said[role=status]").text()).startsWith("2 cases may be");
    assertThat(page.select("#words").val()).isEqualTo("Typed <already>");
    assertThat(found(page)).doesNotContain("alike-" + other, "alike-" + his);
    // and by her number
    contacts.record(same, true, Map.of("method", "phone", "detail", "01632 960" + 417), SHE);
    assertThat(found(alike(RUTH, "contact", "+44 1632 960417"))).contains("alike-" + same);
    // and too little is not looked for
    assertThat(found(alike(RUTH, "name", "Quilla"))).isEmpty();
  }

  @Test
  void shouldTellNothing_ofACaseThatMustNotExist() throws Exception {
    CaseRef hidden = aCaseOf(name, "1990-04-03");
    String[] fields = {"name", name, "bornDay", "3", "bornMonth", "4", "bornYear", "1990"};
    String unknown = "Quilla " + letters() + " Nobody";
    String[] nobody = {"name", unknown, "bornDay", "3", "bornMonth", "4", "bornYear", "1990"};
    // of another team's
    assertThat(alike(KIT, fields).select("#alike").html())
        .isEqualTo(alike(KIT, nobody).select("#alike").html());
    // and kept from her
    conflicts.add(hidden, RUTH, new Code("declared"), By.SYSTEM);
    assertThat(alike(RUTH, fields).select("#alike").html())
        .isEqualTo(alike(RUTH, nobody).select("#alike").html());
    assertThat(alike(RUTH, "name", name, "addTo", hidden.value()).select("#openCase").val())
        .isEmpty();
  }

  @Test
  void shouldAddTheReportToTheCase_orLeaveItOut() throws Exception {
    CaseRef same = aCaseOf(name, "1990-04-03");
    // this is she
    var page = alike(RUTH, "name", name, "addTo", same.value());
    assertThat(page.select("#openCase").val()).isEqualTo(same.value());
    assertThat(page.select("#alike-found .govuk-inset-text").text())
        .contains("will be added to " + same);
    assertThat(page.select("#alike-" + same + " button")).isEmpty();
    // no, after all
    page = alike(RUTH, "name", name, "openCase", same.value(), "addTo", "");
    assertThat(page.select("#openCase").val()).isEmpty();
    // this is somebody else, and stays so
    page = alike(RUTH, "name", name, "notSame", same.value());
    assertThat(found(page)).isEmpty();
    assertThat(page.select("input[name=dismissed]").val()).isEqualTo(same.value());
    page = alike(RUTH, "name", name, "dismissed", same.value(), "dismissed", "nonsense");
    assertThat(found(page)).isEmpty();
  }

  @Test
  void shouldAskToWait_whenSomebodyLooksTooOften() throws Exception {
    int status = 200;
    for (int i = 0; i < 45 && status == 200; i++) {
      status =
          send("peter.nairn", "/reports/alike", "name", "Nobody Atall")
              .andReturn()
              .getResponse()
              .getStatus();
    }
    assertThat(status).isEqualTo(429);
    var page =
        SoundPage.of(
            send("peter.nairn", "/reports/alike", "name", "Nobody Atall", "words", "Kept"));
    assertThat(page.select("#alike-said").text()).contains("Go on with the report");
    assertThat(page.select("#words").val()).isEqualTo("Kept");
  }
}
