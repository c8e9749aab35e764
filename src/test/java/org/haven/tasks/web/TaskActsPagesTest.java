package org.haven.tasks.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.haven.casefile.By;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.Conflicts;
import org.haven.casefile.NewCase;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Models.Element;
import org.haven.platform.Models.Flow;
import org.haven.platform.Team;
import org.haven.testing.PagesOfHaven;
import org.haven.testing.SoundPage;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What officers do with a task besides finishing it, as they see it. */
@SuppressWarnings("NullAway")
class TaskActsPagesTest extends PagesOfHaven {
  private static final AtomicLong KEYS = new AtomicLong(710_000);
  private static final String MAYA = "maya.okafor";
  private static final String TOM = "tom.reeve";
  private static final String HELEN = "helen.marsh"; // supervises them

  @Autowired MockMvc pages;
  @Autowired JdbcClient db;
  @Autowired Clock clock;
  @Autowired CaseFiles cases;
  @Autowired Conflicts conflicts;
  private CaseRef caseRef;
  private long id;
  private String task;

  @BeforeEach
  void aTaskOfMaya() {
    db.sql("delete from task where element_instance_key between 710000 and 719999").update();
    db.sql("delete from task_claim where element_instance_key between 710000 and 719999").update();
    caseRef =
        cases.open(new NewCase(new Code("phone"), clock.instant(), null, null, false), By.SYSTEM);
    cases.assignLead(caseRef, Team.HOUSING_SOLUTIONS, null, By.SYSTEM);
    id = KEYS.incrementAndGet();
    task = "/tasks/" + id;
    db.sql(
            """
            insert into task (element_instance_key, user_task_key, process_instance_key,
              process_definition_key, process_id, process_version, element_id, title, why,
              policy_clause, case_ref, journey_id, team, for_supervisor, follows_lead, form_id,
              sla_key, outcomes, reaches_her, status, opened_at, warn_at, due_at)
            values (:id, :id, 77, 1, 'record-request', :id, 'Task_Do', 'Redact records', 'Why',
              '6.7', :case, :journey, 'housing-solutions', false, false, 'task-outcome', 'standard',
              '{done}', false, 'OPEN', now(), now() + interval '1 day', now() + interval '2 days')
            """)
        .param("id", id)
        .param("case", caseRef.value())
        .param("journey", "journey-" + id)
        .update();
    db.sql(
            "insert into task_claim (element_instance_key, assignee, claimed_at) values (?, ?,"
                + " now())")
        .params(id, MAYA)
        .update();
  }

  private ResultActions get_(String who, String address) throws Exception {
    return pages.perform(get(address).with(user(who)));
  }

  private Document open(String who, String address) throws Exception {
    return page(get_(who, address).andExpect(status().isOk()));
  }

  private ResultActions send(String who, String address, String... fields) throws Exception {
    return SoundPage.send(pages, who, address, fields);
  }

  private Document followed(String who, ResultActions sent) throws Exception {
    return SoundPage.followed(pages, who, sent);
  }

  private static Document page(ResultActions answer) throws Exception {
    Document page = SoundPage.of(answer);
    assertThat(page.title()).doesNotContain("Redact");
    return page;
  }

  private static List<String> acts(Document page) {
    return page.select(".haven-acts a").eachText();
  }

  @Test
  void shouldOfferEachActToThoseWhoMayDoIt() throws Exception {
    assertThat(acts(open(MAYA, task))).containsExactly("Hand over", "Send back", "Ask a colleague");
    assertThat(acts(open(TOM, task))).isEmpty();
    assertThat(acts(open(HELEN, task))).containsExactly("Hand over", "Ask a colleague");
    for (String act : List.of("/hand-over", "/send-back", "/ask", "/pause", "/resume")) {
      var page = open(TOM, task + act);
      assertThat(page.select("main form")).as(act).isEmpty();
      assertThat(page.select(".govuk-inset-text").text())
          .as(act)
          .containsAnyOf("Maya Okafor holds this task", "does not allow this");
    }
  }

  @Test
  void shouldHandOver_withWhatIsWrongByItsFieldFirst() throws Exception {
    // given: a colleague who must not know of the case is not offered
    conflicts.add(caseRef, "helen.marsh", new Code("declared"), By.SYSTEM);
    assertThat(open(MAYA, task + "/hand-over").select("#to option").eachAttr("value"))
        .contains(TOM)
        .doesNotContain("helen.marsh", MAYA);
    // when nothing is chosen
    var page = page(send(MAYA, task + "/hand-over", "words", "I am in court", "once", uuid()));
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.select(".govuk-error-summary a").attr("href")).isEqualTo("#to");
    assertThat(page.select("#words").text()).isEqualTo("I am in court");
    page = page(send(MAYA, task + "/hand-over", "to", TOM, "once", uuid()));
    assertThat(page.select("#words-error").text()).contains("Enter the reason");
    assertThat(page.select("#to option[selected]").attr("value")).isEqualTo(TOM);
    // when
    String once = uuid();
    page =
        followed(
            MAYA,
            send(MAYA, task + "/hand-over", "to", TOM, "words", "I am in court", "once", once));
    // then
    assertThat(page.select(".govuk-notification-banner").text())
        .contains("Tom Reeve holds the task now");
    assertThat(page.select(".haven-notes").text())
        .contains("handed over to Tom Reeve", "I am in court");
    send(MAYA, task + "/hand-over", "to", TOM, "words", "I am in court", "once", once)
        .andExpect(redirectedUrl(task));
    assertThat(open(TOM, task).select(".haven-timeline__item")).hasSize(1);
    // and what is typed stays when somebody else has it by now
    page =
        page(
            send(MAYA, task + "/send-back", "words", "My reason", "once", uuid())
                .andExpect(status().isConflict()));
    assertThat(page.select("textarea[readonly]").text()).isEqualTo("My reason");
    assertThat(page.text()).contains("Tom Reeve holds this task");
    // and it can go back to whoever gave it
    assertThat(open(TOM, task + "/send-back").select("input[name=to]").eachAttr("value"))
        .containsExactly("team", "giver");
    followed(TOM, send(TOM, task + "/send-back", "to", "giver", "words", "Not me", "once", uuid()));
    assertThat(open(MAYA, task).select(".haven-task-head").text()).contains("You have claimed it");
    // and to the team
    followed(MAYA, send(MAYA, task + "/send-back", "words", "Too much", "once", uuid()));
    assertThat(open(MAYA, "/tasks?list=unclaimed").select("#open-" + id)).hasSize(1);
    assertThat(open(MAYA, task).select(".haven-notes").text()).contains("sent back to the team");
  }

  @Test
  void shouldShowAQuestionUntilItIsAnswered() throws Exception {
    // given
    var page =
        followed(
            MAYA,
            send(MAYA, task + "/ask", "to", TOM, "words", "Who has the key?", "once", uuid()));
    String question = page.select("section[id^=question-]").attr("id").substring(9);
    assertThat(page.select("#question-" + question).text())
        .contains("Waiting for an answer from Tom Reeve", "Who has the key?", "Take the question");
    assertThat(open(MAYA, "/tasks?list=mine").select("#task-" + id).text())
        .contains("Waiting for an answer");
    String place = task + "/questions/" + question;
    // then: only Tom is asked
    assertThat(open(TOM, task).select("#question-" + question).text())
        .contains("Maya Okafor asks you", "Answer");
    assertThat(open(TOM, "/tasks").select(".haven-notices").text()).contains("A question for you");
    assertThat(open(TOM, place).select(".govuk-inset-text").text()).contains("Who has the key?");
    get_(HELEN, place).andExpect(status().isNotFound());
    send(HELEN, place, "words", "I", "once", uuid()).andExpect(status().isNotFound());
    get_(TOM, task + "/questions/nonsense").andExpect(status().isNotFound());
    assertThat(page(send(TOM, place, "words", " ")).select("#words-error")).hasSize(1);
    // when
    followed(TOM, send(TOM, place, "words", "The caretaker", "once", uuid()));
    // then
    page = open(MAYA, task);
    assertThat(page.select("section[id^=question-]")).isEmpty();
    assertThat(page.select(".haven-notes").text())
        .contains("question to Tom Reeve", "answer to Maya Okafor", "The caretaker");
    // and a question that is taken back waits no more
    page =
        followed(MAYA, send(MAYA, task + "/ask", "to", TOM, "words", "And when?", "once", uuid()));
    question = page.select("section[id^=question-]").attr("id").substring(9);
    page = followed(MAYA, send(MAYA, task + "/questions/" + question + "/take-back"));
    assertThat(page.text()).contains("The question is taken back");
    assertThat(page.select("section[id^=question-]")).isEmpty();
    page =
        page(
            send(TOM, task + "/questions/" + question, "words", "Today", "once", uuid())
                .andExpect(status().isConflict()));
    assertThat(page.select("textarea[readonly]").text()).isEqualTo("Today");
  }

  @Test
  void shouldSayWhyTheClockAlwaysRuns_whenTheTableAllowsNothing() throws Exception {
    assertThat(open(MAYA, task + "/time").text()).contains("This limit always runs");
    var page = open(MAYA, task + "/more-time");
    assertThat(page.text()).contains("The procedure does not allow this");
    assertThat(page.select("main form")).isEmpty();
    page =
        page(
            send(MAYA, task + "/pause", "words", "Passport", "why", "id", "once", uuid())
                .andExpect(status().isConflict()));
    assertThat(page.select("textarea[readonly]").text()).isEqualTo("Passport");
  }

  @Test
  void shouldSayThatTheTaskIsFinished_whenItWasMeanwhile() throws Exception {
    db.sql(
            "update task_claim set submitted_by = ?, submitted_at = now() where"
                + " element_instance_key = ?")
        .params(MAYA, id)
        .update();
    for (String act : List.of("hand-over", "send-back", "ask", "pause", "resume", "more-time")) {
      var page =
          page(
              send(MAYA, task + "/" + act, "to", TOM, "words", "My words", "once", uuid())
                  .andExpect(status().isConflict()));
      assertThat(page.text()).as(act).contains("not open any more");
      assertThat(page.select("textarea[readonly]").text()).as(act).isEqualTo("My words");
    }
    assertThat(acts(open(MAYA, task))).isEmpty();
  }

  @Test
  void shouldTellWhatHappensNext_fromTheModel() throws Exception {
    // given
    when(models.flows(anyString(), anyInt()))
        .thenReturn(
            List.of(
                new Flow("", "Task_Do", "Gateway_Clear"),
                new Flow("Yes", "Gateway_Clear", "Task_Check"),
                new Flow("No", "Gateway_Clear", "Event_Wait")));
    element("Gateway_Clear", "exclusiveGateway", "Is it clear?");
    element("Task_Check", "userTask", "Check disclosure safety");
    element("Event_Wait", "intermediateCatchEvent", "Wait for ID");
    // then
    var next = open(MAYA, task).select("details:contains(What happens next) li").eachText();
    assertThat(next)
        .containsExactly(
            "Check disclosure safety if: Is it clear? Yes",
            "Waiting: Wait for ID if: Is it clear? No");
  }

  private void element(String elementId, String type, String name) {
    when(models.element(any(), anyInt(), eq(elementId)))
        .thenReturn(
            Optional.of(new Element(elementId, type, name, "", Map.of(), null, null, null)));
  }

  private static String uuid() {
    return UUID.randomUUID().toString();
  }
}
