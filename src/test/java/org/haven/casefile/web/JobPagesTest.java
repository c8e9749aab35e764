package org.haven.casefile.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.NewCase;
import org.haven.casefile.works.Contractors;
import org.haven.casefile.works.WorksOrders;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.StaffDirectory;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.testing.PagesOfHaven;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** What somebody of a contractor sees, all of Haven but the engine behind it. */
@SuppressWarnings("NullAway")
class JobPagesTest extends PagesOfHaven {
  private static final String LEE = "lee.mortimer";
  private static final String KIM = "kim.ashdown";
  private static final String HOME = "3 Thistlewood Yard, Sampleton";

  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired JourneyRegister journeys;
  @Autowired WorksOrders orders;
  @Autowired Conflicts conflicts;
  @Autowired AddressVault vault;
  @Autowired StaffDirectory staff;

  private static long step = 770_000;
  private CaseRef caseRef;
  private JourneyId journey;

  @BeforeEach
  void aCase() {
    caseRef =
        cases.open(
            new NewCase(new Code("phone"), clock.instant(), null, Team.HOUSING_SOLUTIONS, false),
            By.SYSTEM);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    journey = journeys.request(caseRef, "sanctuary-scheme", Map.of(), By.SYSTEM);
  }

  private String order(String address) {
    return orders
        .create(caseRef, journey, null, address, List.of(new Code("change-locks")), null, step++)
        .value();
  }

  private Document page(MockHttpServletRequestBuilder request, int status) throws Exception {
    return Jsoup.parse(
        pages
            .perform(request.with(csrf()))
            .andExpect(status().is(status))
            .andReturn()
            .getResponse()
            .getContentAsString());
  }

  private Document open(String username, String address) throws Exception {
    return page(get(address).with(user(username)), 200);
  }

  private static String card(Document page, String id) {
    return page.select(".govuk-summary-card").stream()
        .filter(card -> card.text().contains(id))
        .findFirst()
        .map(card -> card.text())
        .orElse("");
  }

  private MockHttpServletRequestBuilder done(String id, String day, String time) {
    String[] parts = day.split("-");
    return post("/jobs/" + id + "/done")
        .with(user(LEE))
        .param("doneOnYear", parts[0])
        .param("doneOnMonth", parts[1])
        .param("doneOnDay", parts[2])
        .param("doneTime", time);
  }

  private String today() {
    return WorkingCalendar.dateOf(clock.instant()).toString();
  }

  @Test
  void shouldShowAddressWorkWindowAndState_andNothingElse() throws Exception {
    // given
    String id = order(HOME);

    // when
    var page = open(LEE, "/jobs");

    // then
    assertThat(page.title()).isEqualTo("Jobs – Housing jobs");
    assertThat(page.select("h1").text()).isEqualTo("Jobs");
    assertThat(card(page, id))
        .startsWith("Change the locks Address " + HOME + " When ")
        .contains("State To do Job number " + id);
    assertThat(page.select("nav a").eachText()).containsExactly("Jobs");
    assertThat(page.select("header").text()).doesNotContain("Haven");
    assertThat(page.select("#help").text())
        .contains("do not go there")
        .doesNotContain("All guides");
    assertThat(page.html())
        .doesNotContain(
            caseRef.value(), journey.value(), "sanctuary", "abuse", "/cases", "/tasks", "/help");
    var one = open(LEE, "/jobs/" + id);
    assertThat(one.title()).isEqualTo("Job – Housing jobs");
    assertThat(one.select("main").text()).contains(HOME);
    assertThat(one.select("input[name=doneOnDay]").val()).isNotEmpty();
    assertThat(one.select("input[type=file]")).isEmpty();
    assertThat(one.html()).doesNotContain(caseRef.value(), journey.value(), "abuse");
  }

  @Test
  void shouldStartAtTheJobs_andFindNoOtherPage() throws Exception {
    pages
        .perform(get("/").with(user(LEE)))
        .andExpect(
            result -> assertThat(result.getResponse().getRedirectedUrl()).isEqualTo("/jobs"));
    for (String address :
        List.of("/help", "/tasks", "/works-orders", "/cases/" + caseRef, "/equality", "/none")) {
      page(get(address).with(user(LEE)), 403);
    }
    page(get("/jobs").with(user("jo.tanner")), 403);
    page(get("/jobs").with(user("zoe.lamb")), 403);
  }

  @Test
  void shouldStandInNoListOfStaff() {
    assertThat(staff.all()).extracting("username").doesNotContain(LEE, KIM);
    assertThat(staff.contractors()).extracting("username").containsExactly(KIM, LEE);
    assertThat(staff.find(LEE).orElseThrow().firm()).isEqualTo("repairs-contractor");
  }

  @Test
  void shouldTakeWhatIsDone_andSendTheJourneyOn() throws Exception {
    // given
    String id = order(HOME);
    db.sql("update works_order set ordered_at = ordered_at - interval '1 day'").update();

    // when
    for (int i = 0; i < 2; i++) {
      pages
          .perform(done(id, today(), "0.00").with(csrf()))
          .andExpect(
              result -> {
                assertThat(result.getResponse().getRedirectedUrl()).isEqualTo("/jobs");
                assertThat(result.getFlashMap().get("done")).isEqualTo("jobs.told.done");
              });
    }

    // then
    assertThat(card(open(LEE, "/jobs"), id)).contains("State Done ").doesNotContain("Thistlewood");
    assertThat(
            db.sql("select count(*) from outbox where correlation_key = ?")
                .param(id)
                .query(Integer.class)
                .single())
        .isOne();
  }

  @Test
  void shouldKeepWhatWasTyped_whenItIsWrong() throws Exception {
    String id = order(HOME);

    var page = page(done(id, "2026-02-31", "noon"), 400);
    assertThat(page.title()).isEqualTo("Error: Job – Housing jobs");
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#doneOn", "#doneTime");
    assertThat(page.select("#doneTime").val()).isEqualTo("noon");
    assertThat(page.select("#doneOnMonth").val()).isEqualTo("02");

    page = page(done(id, "2099-01-01", "9.30"), 400);
    assertThat(page.select("#doneOn-error").text()).contains("not in the future");
    page = page(done(id, "2001-01-01", "9.30"), 400);
    assertThat(page.select("#doneOn-error").text()).contains("after the job was ordered");

    page =
        page(
            post("/jobs/" + id + "/not-done")
                .with(user(LEE))
                .param("reason", "bored")
                .param("note", "n".repeat(501)),
            400);
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#reason", "#note");
    assertThat(page.select("#note").val()).hasSize(501);
  }

  @Test
  void shouldTellTheCasesTeam_whenItCouldNotBeDone() throws Exception {
    // given
    String id = order(HOME);

    // when
    pages
        .perform(
            post("/jobs/" + id + "/not-done")
                .with(user(LEE))
                .with(csrf())
                .param("reason", "unsafe-left")
                .param("note", "Somebody\r\nshouted"))
        .andExpect(
            result -> assertThat(result.getFlashMap().get("done")).isEqualTo("jobs.told.notDone"));

    // then
    assertThat(card(open(LEE, "/jobs"), id)).contains("it was not safe").doesNotContain("shouted");
    assertThat(
            db.sql("select distinct kind from notice where case_ref = ?")
                .param(caseRef.value())
                .query(String.class)
                .list())
        .contains("WORKS_NOT_DONE");
    var maya = open("maya.okafor", "/cases/" + caseRef);
    assertThat(maya.text())
        .contains("The contractor could not do the work (change locks): it was not safe there");
    assertThat(maya.text()).contains("repairs contractor");
  }

  @Test
  void shouldSayThatItIsCancelled_whenItIsToldTooLate() throws Exception {
    String id = order(HOME);
    db.sql(
            "update works_order set status = 'cancelled', outcome = 'journey-stopped', closed_at ="
                + " now() where works_order_id = ?")
        .param(id)
        .update();
    var page = page(done(id, today(), "0.00"), 400);
    assertThat(page.select(".govuk-error-summary").text())
        .contains("This job was cancelled before you told us", "Nothing was recorded");
    assertThat(page.select("form[action*=done]")).isEmpty();
    assertThat(card(open(LEE, "/jobs"), id))
        .contains("Cancelled: do not attend")
        .doesNotContain("Thistlewood");
  }

  @Test
  void shouldAskToTelephone_whenTheAddressIsInTheVault() throws Exception {
    vault.write(caseRef, Map.of("safeAddress", HOME), By.SYSTEM);
    String id = order(HOME);
    assertThat(card(open(LEE, "/jobs"), id))
        .contains("This address is not shown here. Telephone the office")
        .doesNotContain("Thistlewood");
  }

  @Test
  void shouldShowNothingOfTheCase_whenThePersonOrTheFirmIsConflicted() throws Exception {
    String id = order(HOME);
    conflicts.add(caseRef, LEE, new Code("related"), By.SYSTEM);
    assertThat(open(LEE, "/jobs").html()).doesNotContain(id);
    assertThat(page(get("/jobs/" + id).with(user(LEE)), 404).html())
        .isEqualTo(page(get("/jobs/WO-2222222222").with(user(LEE)), 404).html());
    page(done(id, today(), "0.00"), 404);
    conflicts.add(
        caseRef, Contractors.conflictName("repairs-contractor"), new Code("related"), By.SYSTEM);
    page(get("/jobs/" + id).with(user(LEE)), 404);
    page(get("/jobs/" + id).with(user(KIM)), 404);
  }
}
