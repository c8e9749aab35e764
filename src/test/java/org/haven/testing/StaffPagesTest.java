package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyBoolean;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyLong;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.multipart;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.AdvisingRules;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseActions;
import org.haven.casefile.CaseFiles;
import org.haven.casefile.CaseHead;
import org.haven.casefile.CaseJoins;
import org.haven.casefile.CasePrints;
import org.haven.casefile.CaseRouting;
import org.haven.casefile.CaseStatus;
import org.haven.casefile.CaseView;
import org.haven.casefile.CaseWork;
import org.haven.casefile.Conflicts;
import org.haven.casefile.ContactCheck;
import org.haven.casefile.ContactDetail;
import org.haven.casefile.Corrections;
import org.haven.casefile.FormHead;
import org.haven.casefile.FormRecord;
import org.haven.casefile.FormRecords;
import org.haven.casefile.JourneyNotes;
import org.haven.casefile.JourneyRegister;
import org.haven.casefile.JourneyStatus;
import org.haven.casefile.JourneyView;
import org.haven.casefile.LegalHolds;
import org.haven.casefile.LikelySame;
import org.haven.casefile.Meetings;
import org.haven.casefile.NoSuchCaseException;
import org.haven.casefile.PeopleSearch;
import org.haven.casefile.PersonJoins;
import org.haven.casefile.PersonKind;
import org.haven.casefile.PersonView;
import org.haven.casefile.ProcessSubjects;
import org.haven.casefile.SafeContacts;
import org.haven.casefile.SafetyBanner;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.TimelinePages;
import org.haven.casefile.glass.BreakGlass;
import org.haven.casefile.referrals.KeptAnswer;
import org.haven.casefile.referrals.ReferralStatus;
import org.haven.casefile.referrals.ReferralView;
import org.haven.casefile.referrals.Referrals;
import org.haven.casefile.register.RegisterFileException;
import org.haven.casefile.register.TenancyFlags;
import org.haven.casefile.register.TenancyRegister;
import org.haven.casefile.works.ContractorJobs;
import org.haven.casefile.works.Contractors;
import org.haven.casefile.works.WorksFiles;
import org.haven.casefile.works.WorksGiving;
import org.haven.casefile.works.WorksOrderView;
import org.haven.casefile.works.WorksOrders;
import org.haven.forms.FormProblem;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.Journey;
import org.haven.platform.JourneyId;
import org.haven.platform.Models;
import org.haven.platform.OutboxAdmin;
import org.haven.platform.Team;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.SealedFields;
import org.haven.records.Figures.Which;
import org.haven.reportdomesticabuse.ReportIntake;
import org.haven.supervision.Board;
import org.haven.supervision.FigureRebuild;
import org.haven.supervision.InstanceActs;
import org.haven.supervision.Instances;
import org.haven.supervision.JourneyHeat;
import org.haven.supervision.JourneyMigrations;
import org.haven.supervision.StoppedJourneys;
import org.haven.supervision.SupervisionBoard;
import org.haven.supervision.VersionMigrations;
import org.haven.supervision.WorkAtStage;
import org.haven.tasks.AnswerResult;
import org.haven.tasks.Awaited;
import org.haven.tasks.AwaitedAnswers;
import org.haven.tasks.ClaimResult;
import org.haven.tasks.Covers;
import org.haven.tasks.JourneySteps;
import org.haven.tasks.ListChanges;
import org.haven.tasks.ListChoices;
import org.haven.tasks.ListedTask;
import org.haven.tasks.NextSteps;
import org.haven.tasks.NoticeKind;
import org.haven.tasks.NoticeView;
import org.haven.tasks.Notices;
import org.haven.tasks.OpenResult;
import org.haven.tasks.SafeContactChecks;
import org.haven.tasks.SubmitResult;
import org.haven.tasks.TaskActions;
import org.haven.tasks.TaskDrafts;
import org.haven.tasks.TaskHandOver;
import org.haven.tasks.TaskHands;
import org.haven.tasks.TaskList;
import org.haven.tasks.TaskLook;
import org.haven.tasks.TaskNotes;
import org.haven.tasks.TaskQuestions;
import org.haven.tasks.TaskRebuild;
import org.haven.tasks.TaskSlice;
import org.haven.tasks.TaskStatus;
import org.haven.tasks.TaskTime;
import org.haven.tasks.TaskView;
import org.haven.tasks.Whose;
import org.haven.tasks.Workloads;
import org.haven.tasks.mail.NoticeMails;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.context.annotation.Import;
import org.springframework.mock.web.MockMultipartFile;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The staff's pages: what each shows, refuses, and keeps when it refuses. */
@SpringBootTest(classes = StaffPagesTest.Pages.class)
@AutoConfigureMockMvc
@SuppressWarnings("NullAway")
class StaffPagesTest {
  /**
   * Haven's pages with real security and a real database of staff, and no engine: the services that
   * the pages call are given by each test.
   */
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {
        "org.haven.platform.web",
        "org.haven.forms",
        "org.haven.platform.security",
        "org.haven.tasks.web",
        "org.haven.casefile.web",
        "org.haven.supervision.web"
      },
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
  @ComponentScan(
      basePackages = "org.haven.reportdomesticabuse.web",
      useDefaultFilters = false,
      includeFilters =
          @ComponentScan.Filter(
              type = FilterType.REGEX,
              pattern = ".*(IntakeController|AlikeCases)"))
  @Import(WorkingCalendar.class)
  static class Pages {
    static final Path FOLDER = folder();

    private static Path folder() {
      try {
        return Files.createTempDirectory("haven-pages");
      } catch (IOException e) {
        throw new IllegalStateException(e);
      }
    }

    /** What every test on this application sets. */
    static void register(DynamicPropertyRegistry registry) {
      registry.add("spring.datasource.url", TestDatabase::freshUrl);
      registry.add("spring.datasource.username", () -> "postgres");
      registry.add("spring.datasource.password", () -> "postgres");
      registry.add("spring.flyway.enabled", () -> "false");
      registry.add("haven.local.enabled", () -> "true");
      registry.add("haven.local.folder", FOLDER::toString);
    }

    @Bean
    MovableClock clock() {
      return new MovableClock();
    }
  }

  private static final CaseRef REF = new CaseRef("HV-7KQ2M9XD");
  private static final Instant NOW = Instant.parse("2026-04-02T15:00:00Z");

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    Pages.register(registry);
  }

  @MockitoBean TaskList tasks;
  @MockitoBean Notices notices;
  @MockitoBean NoticeMails noticeMails;
  @MockitoBean TaskActions actions;
  @MockitoBean TaskHands hands;
  @MockitoBean ListChoices listChoices;
  @MockitoBean ListChanges listChanges;
  @MockitoBean TaskNotes taskNotes;
  @MockitoBean TaskDrafts taskDrafts;
  @MockitoBean Covers covers;
  @MockitoBean TaskHandOver handOver;
  @MockitoBean TaskQuestions questions;
  @MockitoBean TaskTime taskTime;
  @MockitoBean NextSteps nextSteps;
  @MockitoBean CaseFiles cases;
  @MockitoBean TimelinePages timeline;
  @MockitoBean CaseRouting routing;
  @MockitoBean LegalHolds holds;
  @MockitoBean CasePrints prints;
  @MockitoBean AdvisingRules rules;
  @MockitoBean LikelySame same;
  @MockitoBean CaseAccess access;
  @MockitoBean JourneyRegister register;
  @MockitoBean CaseWork work;
  @MockitoBean FormRecords records;
  @MockitoBean JourneyNotes notes;
  @MockitoBean SafeContacts contacts;
  @MockitoBean SafeContactChecks checks;
  @MockitoBean CaseActions caseActions;
  @MockitoBean Conflicts conflicts;
  @MockitoBean CaseJoins joins;
  @MockitoBean PersonJoins personJoins;
  @MockitoBean Corrections corrections;
  @MockitoBean AwaitedAnswers awaited;
  @MockitoBean Models models;
  @MockitoBean ReportIntake intake;
  @MockitoBean TenancyRegister tenancies;
  @MockitoBean OutboxAdmin outbox;
  @MockitoBean JourneySteps steps;
  @MockitoBean TaskRebuild rebuild;
  @MockitoBean FigureRebuild figureRebuild;
  @MockitoBean Journey journey;
  @MockitoBean Audit audit;
  @MockitoBean Referrals referrals;
  @MockitoBean WorksOrders worksOrders;
  @MockitoBean WorksFiles worksFiles;
  @MockitoBean WorksGiving worksGiving;
  @MockitoBean Contractors contractors;
  @MockitoBean ContractorJobs contractorJobs;
  @MockitoBean TenancyFlags flags;
  @MockitoBean Meetings meetings;
  @MockitoBean ProcessSubjects subjects;
  @MockitoBean PeopleSearch people;
  @MockitoBean BreakGlass glass;
  @MockitoBean AddressVault vault;
  @MockitoBean SupervisionBoard board;
  @MockitoBean WorkAtStage atStage;
  @MockitoBean JourneyHeat heat;
  @MockitoBean Instances instances;
  @MockitoBean InstanceActs instanceActs;
  @MockitoBean JourneyMigrations journeyMigrations;
  @MockitoBean VersionMigrations versionMigrations;
  @MockitoBean StoppedJourneys stoppedJourneys;

  @Autowired MockMvc pages;
  @Autowired MovableClock clock;

  private static TaskView task(long id, String title, Duration due, String assignee) {
    return new TaskView(
        id,
        "report-domestic-abuse",
        1,
        1,
        "Task_HoldFirstConversation",
        title,
        "Speak with the person alone.",
        "7.1",
        REF,
        new JourneyId("journey-0001"),
        Team.HOUSING_SOLUTIONS,
        false,
        "hold-first-conversation",
        "firstContact",
        List.of(),
        true,
        TaskStatus.OPEN,
        NOW.minus(Duration.ofHours(8)),
        NOW.plus(due).minus(Duration.ofHours(1)),
        NOW.plus(due),
        null,
        null,
        assignee,
        null,
        null);
  }

  private static final TaskView MINE =
      task(2, "Hold first conversation", Duration.ofMinutes(75), "maya.okafor");

  private static CaseView file(SafetyBanner banner) {
    return new CaseView(
        new CaseHead(
            REF,
            CaseStatus.OPEN,
            new Code("phone"),
            NOW,
            "maya.okafor",
            Team.HOUSING_SOLUTIONS,
            Team.HOUSING_SOLUTIONS,
            Team.TENANCY_SERVICES,
            true),
        banner,
        List.of(
            new PersonView(
                "p1",
                PersonKind.VICTIM,
                new SealedFields(Map.of("name", "Jordan <b>Example</b>"), Set.of()),
                NOW,
                "maya.okafor")),
        List.of(
            new JourneyView(
                5,
                new JourneyId("journey-0001"),
                "report-domestic-abuse",
                REF,
                JourneyStatus.RUNNING,
                null,
                1L,
                NOW,
                "maya.okafor",
                NOW,
                null,
                null,
                List.of()),
            new JourneyView(
                6,
                new JourneyId("journey-0002"),
                "refer-to-marac",
                REF,
                JourneyStatus.REQUESTED,
                null,
                null,
                NOW,
                "system",
                null,
                null,
                null,
                List.of())),
        Map.of("homelessNow", true),
        List.of());
  }

  private static SafetyBanner safe() {
    return new SafetyBanner(
        new ContactCheck.Valid(NOW, NOW),
        "phone",
        true,
        new Sealed("mornings"),
        null,
        List.of("voicemail"),
        NOW,
        "maya.okafor",
        false);
  }

  private static SafetyBanner notSafe() {
    return new SafetyBanner(
        new ContactCheck.NotSafe(ContactCheck.Reason.NOTHING_RECORDED),
        null,
        true,
        null,
        null,
        List.of("voicemail"),
        null,
        null,
        false);
  }

  @BeforeEach
  void aQuietDay() {
    clock.moveTo(NOW);
    List<TimelineEntry> happened =
        List.of(
            new TimelineEntry(
                1,
                NOW,
                "system",
                "lead",
                null,
                "timeline.lead-assigned",
                Map.of("lead", "housing-solutions"),
                new Sealed("Asked for the morning.")));
    when(timeline.newest(any(), any())).thenReturn(happened);
    when(timeline.of(any(), any(), any()))
        .thenReturn(new TimelinePages.Page(happened, Map.of("lead", 1), 1, null));
    when(tasks.look(any(), any(), any(), any(), anyBoolean())).thenReturn(TaskLook.NOTHING);
    when(tasks.forCase(any(), any())).thenReturn(List.of());
    when(notices.unread(any())).thenReturn(List.of());
    when(cases.find(any(), any())).thenReturn(Optional.of(file(safe())));
    when(cases.latest(any(), anyInt())).thenReturn(List.of());
    when(work.tasks(any(), any())).thenReturn(List.of());
    when(records.heads(any(), any(), anyInt(), anyInt()))
        .thenReturn(new FormRecords.Slice(List.of(), null));
    when(outbox.state(any())).thenReturn(new OutboxAdmin.State(0, Duration.ZERO, 0));
    when(journey.processId()).thenReturn("assess-risk");
    when(journey.startMessage()).thenReturn("assess-risk-requested");
    when(journey.title()).thenReturn("Assess risk");
  }

  private static Document page(ResultActions actions) throws Exception {
    actions.andExpect(
        header().string("Cache-Control", org.hamcrest.Matchers.containsString("no-store")));
    Document page = SoundPage.of(actions);
    assertThat(page.title()).endsWith(" – Haven");
    return page;
  }

  private ResultActions openAs(String username, String address) throws Exception {
    return pages.perform(get(address).with(user(username)));
  }

  private ResultActions open(String address) throws Exception {
    return pages.perform(get(address).with(user("maya.okafor")));
  }

  @Test
  void shouldShowTheVaultOnce_whenANamedOfficerSaysWhy() throws Exception {
    // given
    when(access.mayOpen(any(), eq(REF))).thenReturn(true);
    when(access.isNamed(any(), eq(REF))).thenReturn(true);
    var asked = page(open("/cases/" + REF + "/safe-address"));
    var mark = UUID.fromString(asked.select("input[name=once]").val());
    when(vault.reveal(any(), eq(REF), eq("To plan the move"), eq(mark)))
        .thenReturn(
            Optional.of(
                new SealedFields(
                    Map.of(
                        "safeAddress", "1-3 Example <b>Street</b>",
                        "moveDate", "2026-12-01",
                        "registerTown", "Sampleton"),
                    Set.of("area", "registerPostcode"))),
            Optional.empty());
    // when
    var sent =
        post("/cases/" + REF + "/safe-address")
            .with(user("maya.okafor"))
            .with(csrf())
            .param("once", mark.toString())
            .param("reason", " To plan the move ");
    var answer = pages.perform(sent);
    // then
    answer
        .andExpect(status().isOk())
        .andExpect(header().string("Refresh", "120;url=/cases/" + REF + "/safe-address?hidden"));
    var shown = page(answer);
    assertThat(shown.select("main dd").eachText())
        .containsExactly("1-3 Example <b>Street</b>", "1 December 2026");
    assertThat(shown.text()).contains("changed behind our back");
    assertThat(shown.title()).doesNotContain("Example");
    assertThat(shown.select("main form")).isEmpty();
    // when it is sent again
    var again = pages.perform(sent);
    // then
    again.andExpect(status().isBadRequest());
    var asking = page(again);
    assertThat(asking.text()).doesNotContain("Example").contains("shown once");
    assertThat(asking.select("#reason").text()).contains("To plan the move");
    assertThat(asking.select("input[name=once]").val()).isNotEqualTo(mark.toString());
  }

  @Test
  void shouldKeepTheVaultShut_withoutAReasonOrAName() throws Exception {
    when(access.mayOpen(any(), eq(REF))).thenReturn(true);
    var sent =
        post("/cases/" + REF + "/safe-address")
            .with(user("maya.okafor"))
            .with(csrf())
            .param("once", UUID.randomUUID().toString());
    // a colleague whose name stands on nothing
    var refused = pages.perform(sent.param("reason", "Curious"));
    refused.andExpect(status().isForbidden());
    assertThat(page(refused).text()).contains("Claim a task of the case first");
    assertThat(page(open("/cases/" + REF)).html()).doesNotContain("safe-address");
    // a named officer who says nothing
    when(access.isNamed(any(), eq(REF))).thenReturn(true);
    var silent =
        pages.perform(
            post("/cases/" + REF + "/safe-address")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("reason", "  "));
    silent.andExpect(status().isBadRequest());
    assertThat(page(silent).select("#reason-error").text()).contains("Say why");
    assertThat(page(open("/cases/" + REF)).html()).contains("safe-address");
    verify(vault, never()).reveal(any(), any(), any(), any());
  }

  @Test
  void shouldChangeNothing_whenSomebodyOnlyLooks() throws Exception {
    // given
    when(glass.until(any(), eq(REF))).thenReturn(Optional.of(NOW.plusSeconds(3600)));
    // then
    var page = page(open("/cases/" + REF));
    assertThat(page.select(".govuk-notification-banner").text())
        .contains("You may look at this case until");
    assertThat(page.select("a[href*=/reports/new?case], a[href$=/move], a[href$=/conflicts]"))
        .isEmpty();
    pages
        .perform(
            post("/cases/" + REF + "/consent-withdrawn")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("what", "x"))
        .andExpect(status().isForbidden());
    verify(caseActions, never()).consentWithdrawn(any(), any(), any());
  }

  @Test
  void shouldKeepWhatWasTyped_whenTheGlassDoesNotBreak() throws Exception {
    var refused =
        pages.perform(
            post("/break-glass")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("reference", "hv-7kq2 m9xd")
                .param("reason", "She is at the door"));
    refused.andExpect(status().isBadRequest());
    var page = page(refused);
    assertThat(page.select("#reference-error").text()).contains("There is no case");
    assertThat(page.select("#reference").val()).isEqualTo("hv-7kq2 m9xd");
    assertThat(page.select("#reason").text()).contains("She is at the door");
    assertThat(page.title()).startsWith("Error: ");
    // and when it does
    when(glass.open(any(), eq(REF), eq("She is at the door"))).thenReturn(true);
    pages
        .perform(
            post("/break-glass")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("reference", "hv-7kq2 m9xd")
                .param("reason", "She is at the door"))
        .andExpect(redirectedUrl("/cases/" + REF));
  }

  @Test
  void shouldOfferTheGuideOfThePage_andAllGuidesOnOne() throws Exception {
    // when
    var list = page(openAs("maya.okafor", "/tasks"));
    // then
    assertThat(list.select("footer details h2").text()).isEqualTo("The tasklist");
    assertThat(list.select("footer details li")).hasSizeBetween(3, 6);
    assertThat(list.select("footer details a[href=/help]").text()).isEqualTo("All guides");
    assertThat(page(openAs("maya.okafor", "/cases")).select("footer details h2").text())
        .isEqualTo("Find a case");
    // when
    var all = page(openAs("owen.pike", "/help"));
    // then
    assertThat(all.select("main section h2").eachText())
        .contains("The tasklist", "The address vault", "The board");
    for (var link : all.select("main nav a")) {
      assertThat(all.select("section[id=" + link.attr("href").substring(1) + "]")).hasSize(1);
    }
    // and where there is none, all of them are a press away
    assertThat(all.select("footer details li")).isEmpty();
    assertThat(all.select("footer details a[href=/help]")).hasSize(1);
  }

  @Test
  void shouldTakeAChoiceOfEMails_andSayWhenThereIsNone() throws Exception {
    // given
    when(noticeMails.choice(any())).thenReturn(NoticeMails.Choice.DAILY);
    var shown = page(openAs("maya.okafor", "/notices/mail"));
    assertThat(shown.select("input[name=mail][checked]").val()).isEqualTo("daily");
    assertThat(shown.text()).contains("E-mails to staff are not set up here");
    // when
    pages
        .perform(
            post("/notices/mail").with(user("maya.okafor")).with(csrf()).param("mail", "never"))
        .andExpect(redirectedUrl("/notices/mail"));
    verify(noticeMails).choose(any(), eq(NoticeMails.Choice.NEVER));
    // then
    var refused =
        pages.perform(
            post("/notices/mail").with(user("maya.okafor")).with(csrf()).param("mail", "weekly"));
    refused.andExpect(status().isBadRequest());
    assertThat(page(refused).select("#mail-error").text())
        .contains("Choose when you want to be told");
    openAs("owen.pike", "/notices/mail").andExpect(status().isForbidden());
  }

  @Test
  void shouldAskForAVerdictAndWords_whenALookIsReviewed() throws Exception {
    // given
    var id = UUID.randomUUID();
    var look = new BreakGlass.Look(id, REF, "kit.farrow", NOW, NOW.plusSeconds(3600), 3);
    when(glass.toReview(any())).thenReturn(List.of(look));
    when(glass.toReview(any(), eq(id)))
        .thenReturn(Optional.of(new BreakGlass.Reasoned(look, new Sealed("She rang at night"))));
    // then
    assertThat(page(openAs("helen.marsh", "/break-glass/reviews")).text())
        .contains("Kit Farrow")
        .contains("3 readings")
        .doesNotContain("She rang");
    assertThat(page(openAs("helen.marsh", "/break-glass/reviews/" + id)).text())
        .contains("She rang at night");
    var refused =
        pages.perform(
            post("/break-glass/reviews/" + id)
                .with(user("helen.marsh"))
                .with(csrf())
                .param("words", "I asked Kit"));
    refused.andExpect(status().isBadRequest());
    var page = page(refused);
    assertThat(page.select("#verdict-error").text()).contains("Say whether it was right");
    assertThat(page.select("#words").text()).contains("I asked Kit");
    openAs("maya.okafor", "/break-glass/reviews").andExpect(status().isForbidden());
    openAs("owen.pike", "/break-glass").andExpect(status().isForbidden());
    openAs("zoe.lamb", "/break-glass").andExpect(status().isForbidden());
  }

  @Test
  void shouldOfferToHideTheScreen_onStaffPages() throws Exception {
    var page = page(open("/tasks"));
    assertThat(page.select("button#hide-screen").text()).startsWith("Hide this screen");
    assertThat(page.select("[data-module=hide-screen]").hasAttr("hidden")).isTrue();
    assertThat(page.select(".govuk-exit-this-page")).isEmpty();
    var signIn =
        Jsoup.parse(pages.perform(get("/sign-in")).andReturn().getResponse().getContentAsString());
    assertThat(signIn.select("a.govuk-js-exit-this-page-button").text()).contains("Exit this page");
    assertThat(signIn.select("#hide-screen")).isEmpty();
  }

  @Test
  void shouldSayThatNothingWaits_whenTheListsAreEmpty() throws Exception {
    assertThat(page(open("/tasks")).text()).contains("You have claimed no task.");
    assertThat(page(open("/tasks?list=team")).text()).contains("Nothing waits in your team.");
  }

  @Test
  void shouldShowTasksInWords_whenThereAreSome() throws Exception {
    // given
    when(tasks.look(any(), eq(Whose.TEAM), any(), any(), anyBoolean()))
        .thenReturn(
            new TaskLook(
                new TaskSlice(
                    List.of(
                        new ListedTask(
                            task(1, "Call 999", Duration.ofHours(-30), null),
                            "high",
                            null,
                            0,
                            true,
                            true,
                            false),
                        new ListedTask(MINE, null, null, 0, false, false, true),
                        new ListedTask(
                            task(3, "Record judgement", Duration.ofHours(120), "tom.reeve"),
                            "standard",
                            null,
                            0,
                            false,
                            false,
                            false)),
                    "next1"),
                TaskLook.NOTHING.figures(),
                List.of()));
    when(notices.unread(any()))
        .thenReturn(
            List.of(
                new NoticeView(9, NoticeKind.BREACH, REF, 1L, "Call 999", NOW),
                new NoticeView(10, NoticeKind.UNSIGNED_ANSWER, null, null, null, NOW)));
    // when
    var page = page(open("/tasks?list=team"));
    // then
    assertThat(page.select(".haven-due").eachText())
        .containsExactly("1 working day late", "due today 17.15", "due Tue 7 April 16.00");
    assertThat(page.select("button[formaction=/tasks/1/claim][form=acts]").text())
        .isEqualTo("Claim: Call 999 HV-7KQ2M9XD");
    assertThat(page.select("button[formaction=/tasks/2/release][form=acts]")).hasSize(1);
    assertThat(page.select("#task-3").text()).contains("Tom Reeve");
    assertThat(page.select("a[rel=next]").attr("href")).isEqualTo("/tasks?list=team&after=next1");
    assertThat(page.select("#notice-9").text()).contains("Late").contains("Call 999");
    assertThat(page.select("#notice-10").text()).contains("wrong signature");
    assertThat(page.select("#notice-10 a")).isEmpty();
    assertThat(page.select("#task-1").text()).contains("High risk").contains("Do not contact yet");
    assertThat(page.select("#task-2").text()).doesNotContain("risk").doesNotContain("Do not");
    assertThat(page.select("#task-list").attr("data-url")).contains("refresh");
  }

  @Test
  void shouldGiveTheListAlone_whenItRefreshesItself() throws Exception {
    var answer =
        pages
            .perform(
                get("/tasks?list=team&refresh=list")
                    .with(user("maya.okafor"))
                    .header("HX-Request", "true"))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(answer).contains("id=\"task-list\"").doesNotContain("<html");
  }

  @Test
  void shouldTellWhoWasFirst_whenATaskWasClaimedMeanwhile() throws Exception {
    when(actions.claim(any(), eq(3L))).thenReturn(new ClaimResult.TakenBy("tom.reeve", NOW));
    pages
        .perform(post("/tasks/3/claim").with(user("maya.okafor")).with(csrf()))
        .andExpect(redirectedUrl("/tasks?list=team"))
        .andExpect(flash().attribute("takenBy", "Tom Reeve"));
  }

  @Test
  void shouldShowTheFormAndTheCase_whenATaskIsOpened() throws Exception {
    when(actions.open(any(), eq(2L))).thenReturn(new OpenResult.TaskPage(MINE, Map.of(), true));
    var page = page(open("/tasks/2"));
    assertThat(page.title()).isEqualTo("Task – HV-7KQ2M9XD – Haven");
    assertThat(page.select("h1").text()).isEqualTo("Hold first conversation");
    assertThat(page.select("[data-module=form] script").first().data()).contains("\"schema\"");
    assertThat(page.select("form[action=/tasks/2] input[name=answers]")).hasSize(1);
    assertThat(page.select(".haven-safety").text()).contains("mornings");
    assertThat(page.select(".haven-safety a[href=/cases/HV-7KQ2M9XD/contact]")).hasSize(1);
    assertThat(page.html()).doesNotContain("<b>Example</b>");
  }

  @Test
  void shouldKeepWhatWasTypedAndNameTheField_whenTheFormIsRefused() throws Exception {
    when(actions.open(any(), eq(2L))).thenReturn(new OpenResult.TaskPage(MINE, Map.of(), true));
    when(actions.submit(any(), eq(2L), any()))
        .thenReturn(
            new SubmitResult.Invalid(List.of(new FormProblem("wishes", "Enter what would help"))));
    var page =
        page(
            pages
                .perform(
                    post("/tasks/2")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("answers", "{\"fears\":\"</script>kept words\"}"))
                .andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.select(".govuk-error-summary a[href='#field-wishes']").text())
        .isEqualTo("Enter what would help");
    assertThat(page.select("[data-module=form] script").first().data()).contains("kept words");
  }

  @Test
  void shouldTellWhoDidItAndKeepWhatWasTyped_whenATaskWasDoneMeanwhile() throws Exception {
    when(tasks.find(any(), eq(2L))).thenReturn(Optional.of(MINE));
    when(actions.submit(any(), eq(2L), any()))
        .thenReturn(new SubmitResult.AlreadyDone("tom.reeve", NOW));
    var page =
        page(
            pages
                .perform(
                    post("/tasks/2")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("answers", "{\"fears\":\"kept words\"}"))
                .andExpect(status().isConflict()));
    assertThat(page.text()).contains("Tom Reeve finished this task: 2 April 2026, 16.00.");
    assertThat(page.select("[data-module=form] script").first().data()).contains("kept words");
    assertThat(page.select("form[action=/tasks/2]")).isEmpty();
  }

  @Test
  void shouldHoldBackTheForm_whenContactIsNotSafe() throws Exception {
    when(cases.find(any(), any())).thenReturn(Optional.of(file(notSafe())));
    when(actions.open(any(), eq(2L))).thenReturn(new OpenResult.ContactNotSafe(MINE));
    var page = page(open("/tasks/2"));
    assertThat(page.select("[role=alert]").text()).contains("Do not call");
    assertThat(page.select("[data-module=form]")).isEmpty();
    assertThat(page.select(".haven-safety a")).isEmpty();
    assertThat(page.select("a[href=/cases/HV-7KQ2M9XD/safe-contact]")).hasSize(1);
  }

  @Test
  void shouldAnswerAlike_whetherATaskOrCaseIsMissingOrClosedToThePerson() throws Exception {
    when(actions.open(any(), anyLong())).thenReturn(new OpenResult.Gone());
    when(cases.find(any(), any())).thenReturn(Optional.empty());
    open("/tasks/2").andExpect(status().isNotFound());
    open("/cases/HV-7KQ2M9XD").andExpect(status().isNotFound());
    open("/cases/nonsense").andExpect(status().isNotFound());
    open("/cases/HV-7KQ2M9XD/journeys/5/diagram").andExpect(status().isNotFound());
    var page =
        page(
            pages
                .perform(
                    post("/cases")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("reference", "HV-7KQ2M9XD"))
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#reference-error").text()).contains("that you can open");
  }

  @Test
  void shouldPutSafetyFirst_whenACaseIsOpened() throws Exception {
    var page = page(open("/cases/HV-7KQ2M9XD"));
    assertThat(page.title()).isEqualTo("Case – HV-7KQ2M9XD – Haven");
    assertThat(page.select("main h2").first().id()).isEqualTo("safety-title");
    assertThat(page.select("#journey-6").text()).contains("Requested");
    assertThat(page.select(".haven-timeline").text())
        .contains("The lead is with Housing Solutions.")
        .contains("Asked for the morning.");
    assertThat(page.select("#start-assess-risk button").text()).isEqualTo("Start: Assess risk");
    assertThat(page.text()).contains("Nothing waits on this case.");
  }

  @Test
  void shouldShowWhatWentOutAndWhatIsAgreed_whenThereIsSome() throws Exception {
    // given
    when(referrals.of(any(), any()))
        .thenReturn(
            List.of(
                new ReferralView(
                    "RF-7KQ2M9XD3T",
                    REF,
                    new JourneyId("JO-2222222222"),
                    "refer-to-marac",
                    new Code("marac-hub"),
                    new Code("marac"),
                    ReferralStatus.SENT,
                    List.of(new Code("accepted")),
                    List.of(),
                    NOW,
                    NOW.plus(Duration.ofHours(-30)),
                    null,
                    null,
                    Map.of(),
                    null,
                    "system")));
    var mail = UUID.fromString("00000000-0000-0000-0000-000000000009");
    when(referrals.kept(any(), any()))
        .thenReturn(
            List.of(
                new KeptAnswer(
                    mail,
                    "RF-7KQ2M9XD3T",
                    new Code("by-mail"),
                    null,
                    new Code("mail"),
                    new SealedFields(Map.of("words", "We <b>can</b> come."), Set.of()),
                    NOW,
                    null,
                    null)));
    when(worksOrders.of(any(), any()))
        .thenReturn(
            List.of(
                new WorksOrderView(
                    "WO-7KQ2M9XD3T",
                    REF,
                    new JourneyId("JO-2222222222"),
                    null,
                    List.of(new Code("change-locks")),
                    LocalDate.of(2026, 4, 2),
                    LocalDate.of(2026, 4, 9),
                    new Code("withheld"),
                    null,
                    NOW,
                    null,
                    null)));
    when(meetings.actions(any(), any()))
        .thenReturn(
            List.of(
                new Meetings.ActionLine(
                    new Meetings.Action(
                        "AC-7KQ2M9XD3T",
                        REF,
                        new JourneyId("JO-2222222222"),
                        Team.TENANCY_SERVICES,
                        LocalDate.of(2026, 4, 1),
                        new Code("open"),
                        null),
                    "ME-7KQ2M9XD3T",
                    new Sealed("Ring the school"))));

    // when
    var page = page(open("/cases/HV-7KQ2M9XD"));

    // then
    assertThat(page.select("section[aria-labelledby=referrals-title]").text())
        .contains("MARAC hub")
        .contains("RF-7KQ2M9XD3T")
        .contains("Sent")
        .contains("An answer came by mail: record it")
        .contains("We <b>can</b> come.");
    assertThat(page.select("section[aria-labelledby=works-title]").text())
        .contains("Change locks Withheld");
    assertThat(page.select("section[aria-labelledby=actions-title]").text())
        .contains("Ring the school Open Late")
        .contains("Tenancy Services");
    pages
        .perform(
            post("/cases/HV-7KQ2M9XD/kept-answers/" + mail + "/seen")
                .with(user("maya.okafor"))
                .with(csrf()))
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD#referrals-title"));
    verify(referrals).seen(any(), eq(REF), eq(mail));
  }

  @Test
  void shouldKeepTheHousingSystemsFilesFromOthers() throws Exception {
    open("/works-orders").andExpect(status().isForbidden());
    pages
        .perform(post("/works-orders/file").with(user("maya.okafor")).with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void shouldOfferALostFileAgainAndSayWhatToCallOff() throws Exception {
    // given
    var file = UUID.randomUUID();
    when(worksFiles.made(any())).thenReturn(List.of(new WorksFiles.OrderFile(file, NOW, 2)));
    when(worksFiles.recalled(any())).thenReturn(List.of("WO-2222222222"));
    when(worksFiles.exportAgain(any(), eq(file), any())).thenReturn(2);

    // when
    var page = page(pages.perform(get("/works-orders").with(user("jo.tanner"))));

    // then
    assertThat(page.select("form[action=/works-orders/file/" + file + "]").text())
        .contains("2 April 2026, 16.00: 2 orders")
        .contains("Fetch this file again");
    assertThat(page.text()).contains("Call these off").contains("WO-2222222222");
    pages
        .perform(post("/works-orders/file/" + file).with(user("jo.tanner")).with(csrf()))
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", "text/csv;charset=UTF-8"));
    pages
        .perform(
            post("/works-orders/file/" + UUID.randomUUID()).with(user("jo.tanner")).with(csrf()))
        .andExpect(status().isNotFound());
    pages
        .perform(post("/works-orders/file").with(user("helen.marsh")).with(csrf()))
        .andExpect(status().isForbidden());
  }

  @Test
  void shouldSayOnlyWhomToSpeakTo_whenTheTenancyHasAFlag() throws Exception {
    when(flags.isFlagged("T-000077")).thenReturn(true);
    var page =
        page(
            pages.perform(
                post("/reports/new")
                    .with(user("maya.okafor"))
                    .with(csrf())
                    .param("token", UUID.randomUUID().toString())
                    .param("lookUp", "yes")
                    .param("tenancyRef", " T-000077 ")));
    assertThat(page.text()).contains("Speak to the lead officer before you do anything");
    verify(tenancies, never()).find(any(), any());
  }

  @Test
  void shouldAskForAJourney_whenItDoesNotRunYet() throws Exception {
    pages
        .perform(
            post("/cases/HV-7KQ2M9XD/journeys")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("processId", "assess-risk"))
        .andExpect(flash().attribute("asked", "Assess risk"));
    verify(register).request(eq(REF), eq("assess-risk"), eq(Map.of()), any());
    pages
        .perform(
            post("/cases/HV-7KQ2M9XD/journeys")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("processId", "report-domestic-abuse"))
        .andExpect(flash().attribute("noJourney", true));
  }

  private static final UUID RECORD = UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100");

  @Test
  void shouldListFormsOnRecord_andOpenOneOnItsOwnPage() throws Exception {
    // given
    when(records.heads(any(), any(), anyInt(), anyInt()))
        .thenReturn(
            new FormRecords.Slice(
                List.of(
                    new FormHead(
                        RECORD.toString(),
                        new JourneyId("journey-0001"),
                        "Task_RecordJudgement",
                        "record-judgement",
                        Map.of("judgementHigh", true),
                        NOW,
                        "maya.okafor")),
                77));
    when(records.open(any(), any(), eq(RECORD)))
        .thenReturn(
            Optional.of(
                new FormRecord(
                    RECORD.toString(),
                    new JourneyId("journey-0001"),
                    "Task_RecordJudgement",
                    "record-judgement",
                    Map.of("judgementHigh", true, "why", "A key was found", "oldOn", "1964-07-09"),
                    Set.of(),
                    NOW,
                    "maya.okafor")));
    when(access.mayOpen(any(), eq(REF))).thenReturn(true);
    String address = "/cases/HV-7KQ2M9XD/records/" + RECORD;

    // then: the case page says which there are, and opens none
    var page = page(open("/cases/HV-7KQ2M9XD"));
    assertThat(page.select("#record-" + RECORD).text()).contains("Record judgement", "Yes");
    assertThat(page.select("a[href=" + address + "]")).hasSize(1);
    verify(records, never()).open(any(), any(), any());
    String older = page.select("section[aria-labelledby=records-title] a").last().attr("href");
    assertThat(older).isEqualTo("/cases/HV-7KQ2M9XD/records?from=77");
    assertThat(page(open(older)).select("a[href=" + address + "]")).hasSize(1);

    // and its own page has every answer with its question
    var record = page(open(address)).select("#answers");
    assertThat(record.text()).contains("A key was found", "Yes", "Old on 9 July 1964");
    assertThat(record.select("dt")).hasSize(3);
    open("/cases/HV-7KQ2M9XD/records/" + UUID.randomUUID()).andExpect(status().isNotFound());
  }

  @Test
  void shouldAskForTheStepsOfRunningJourneysAtOnce_andOfOthersOnTheirPage() throws Exception {
    // given
    var over =
        new JourneyView(
            7,
            new JourneyId("journey-0003"),
            "report-domestic-abuse",
            REF,
            JourneyStatus.ENDED,
            null,
            3L,
            NOW,
            "maya.okafor",
            NOW,
            NOW,
            "options-agreed",
            List.of());
    var file = file(safe());
    var all = new ArrayList<>(file.journeys());
    all.add(over);
    when(cases.find(any(), any()))
        .thenReturn(
            Optional.of(
                new CaseView(
                    file.head(),
                    file.banner(),
                    file.people(),
                    all,
                    file.facts(),
                    file.decisions())));
    when(work.progress(List.of(1L))).thenReturn(Map.of(1L, standing("Hold first conversation")));
    when(work.progress(List.of(3L))).thenReturn(Map.of(3L, standing("Agree options")));
    when(access.mayOpen(any(), eq(REF))).thenReturn(true);
    when(register.of(REF)).thenReturn(all);

    // then
    var page = page(open("/cases/HV-7KQ2M9XD"));
    assertThat(page.select("#journey-5").text())
        .contains("Hold first conversation", "Needs repair")
        .contains("Waits for what comes first: Review due, Risk changed now, since")
        .doesNotContain("Is it?", "What comes first?");
    assertThat(page.select("#journey-7").text()).doesNotContain("Agree options");
    verify(work, never()).progress(List.of(3L));
    String way = page.select("#journey-7 a").attr("href");
    assertThat(way).isEqualTo("/cases/HV-7KQ2M9XD/journeys/7");
    assertThat(page(open(way)).select(".haven-steps").text()).contains("Agree options");
    open("/cases/HV-7KQ2M9XD/journeys/8").andExpect(status().isNotFound());
  }

  private static CaseWork.Progress standing(String step) {
    return new CaseWork.Progress(
        1,
        List.of(
            new CaseWork.Step("Task_Any", "USER_TASK", step, NOW, null, false, List.of()),
            new CaseWork.Step(
                "Gateway_Any", "EXCLUSIVE_GATEWAY", "Is it?", NOW, NOW, false, List.of()),
            new CaseWork.Step(
                "Gateway_Await",
                "EVENT_BASED_GATEWAY",
                "What comes first?",
                NOW,
                null,
                false,
                List.of("Review due", "Risk changed"))),
        Set.of("Task_Any"));
  }

  @Test
  void shouldShowWhatWasDecidedAndWhy_amongTheRecords() throws Exception {
    // given
    when(records.heads(any(), any(), anyInt(), anyInt()))
        .thenReturn(
            new FormRecords.Slice(
                List.of(
                    new FormHead(
                        RECORD.toString(),
                        new JourneyId("journey-0001"),
                        "Task_ApproveTransfer",
                        "task-outcome",
                        Map.of("outcome", "more-information"),
                        NOW,
                        "maya.okafor")),
                null));
    when(notes.open(any(), any(), eq(RECORD)))
        .thenReturn(
            Optional.of(
                new FormRecord(
                    RECORD.toString(),
                    new JourneyId("journey-0001"),
                    "Task_ApproveTransfer",
                    "task-outcome",
                    Map.of("outcome", "more-information", "reason", "A key was found"),
                    Set.of(),
                    NOW,
                    "maya.okafor")));

    // then
    assertThat(page(open("/cases/HV-7KQ2M9XD")).select("#record-" + RECORD).text())
        .contains("Approve transfer: more information");
    var record = page(open("/cases/HV-7KQ2M9XD/records/" + RECORD));
    assertThat(record.select("h1").text()).isEqualTo("Approve transfer: more information");
    assertThat(record.select("#answers").text()).contains("Why?", "A key was found");
  }

  private static final Awaited ANSWER =
      new Awaited(
          "5-Task_AwaitHub-JO-1",
          77,
          REF,
          new JourneyId("journey-0001"),
          "refer-to-marac",
          "Task_AwaitHub",
          "Wait for the hub",
          "The hub says whether it takes the case.",
          "marac-answered",
          "JO-1",
          "journeyId",
          null,
          List.of("accepted", "refused"),
          List.of("meetingOn"),
          NOW);

  @Test
  void shouldRecordAnAnswer_whenAJourneyWaitsForOne() throws Exception {
    // given
    when(work.awaited(any(), any()))
        .thenReturn(List.of(new CaseWork.Answer(ANSWER.id(), ANSWER.title(), null, NOW)));
    when(awaited.find(any(), any(), any())).thenReturn(Optional.of(ANSWER));
    String address = "/cases/HV-7KQ2M9XD/answers/5-Task_AwaitHub-JO-1";

    // then
    assertThat(page(open("/cases/HV-7KQ2M9XD")).select("a[href=" + address + "]")).hasSize(1);
    var page = page(open(address));
    assertThat(page.select("input[type=radio]").eachAttr("value"))
        .containsExactly("accepted", "refused");
    assertThat(page.text()).contains("Meeting on");

    // and a day that is none is refused
    var again =
        page(
            pages
                .perform(
                    post(address)
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("answer", "accepted")
                        .param("meetingOnDay", "31")
                        .param("meetingOnMonth", "2")
                        .param("meetingOnYear", "2026")
                        .param("words", "kept words"))
                .andExpect(status().isBadRequest()));
    assertThat(again.select(".govuk-error-summary a").attr("href")).isEqualTo("#meetingOn");
    assertThat(again.select("#words").text()).isEqualTo("kept words");

    // and a good one is recorded
    when(awaited.record(any(), any(), any(), any(), any(), any()))
        .thenReturn(new AnswerResult.Recorded());
    pages
        .perform(
            post(address)
                .with(user("maya.okafor"))
                .with(csrf())
                .param("answer", "accepted")
                .param("meetingOnDay", "14")
                .param("meetingOnMonth", "5")
                .param("meetingOnYear", "2026"))
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD"))
        .andExpect(flash().attribute("done", "tasks.answer.done"));
    verify(awaited)
        .record(
            any(),
            eq(REF),
            eq(ANSWER.id()),
            eq("accepted"),
            eq(Map.of("meetingOn", LocalDate.of(2026, 5, 14))),
            eq(""));
  }

  @Test
  void shouldSaySo_whenAnAnswerWasRecordedMeanwhile() throws Exception {
    when(awaited.find(any(), any(), any())).thenReturn(Optional.empty());
    open("/cases/HV-7KQ2M9XD/answers/5-x").andExpect(status().isNotFound());
    pages
        .perform(post("/cases/HV-7KQ2M9XD/answers/5-x").with(user("maya.okafor")).with(csrf()))
        .andExpect(flash().attribute("goneAnswer", true));
  }

  private ResultActions send(String address, String... params) throws Exception {
    return SoundPage.send(pages, "maya.okafor", "/cases/HV-7KQ2M9XD" + address, params);
  }

  @Test
  void shouldRecordThatSheMoved() throws Exception {
    page(open("/cases/HV-7KQ2M9XD/move"));
    var page = page(send("/move", "moveDateDay", "x").andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#safeAddress", "#moveDate");
    send("/move", "area", "North", "moveDateDay", "1", "moveDateMonth", "5", "moveDateYear", "2026")
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD"))
        .andExpect(flash().attribute("done", "casefile.move.done"));
    verify(caseActions)
        .moved(any(), eq(REF), eq(Map.of("area", "North", "moveDate", "2026-05-01")));
  }

  @Test
  void shouldRecordThatSheNoLongerAgrees() throws Exception {
    page(open("/cases/HV-7KQ2M9XD/consent-withdrawn"));
    page(send("/consent-withdrawn", "what", "x".repeat(2001)).andExpect(status().isBadRequest()));
    send("/consent-withdrawn", "what", "Not the school")
        .andExpect(flash().attribute("done", "casefile.consent.done"));
    verify(caseActions).consentWithdrawn(any(), eq(REF), eq("Not the school"));
  }

  @Test
  void shouldStopAJourney_onlyOnceItWasConfirmedWithHerAlone() throws Exception {
    when(register.of(any())).thenReturn(file(safe()).journeys());
    assertThat(page(open("/cases/HV-7KQ2M9XD")).select("a[href$=/stop]").eachAttr("href"))
        .contains("/cases/HV-7KQ2M9XD/journeys/5/stop");
    page(open("/cases/HV-7KQ2M9XD/journeys/5/stop"));
    open("/cases/HV-7KQ2M9XD/journeys/99/stop").andExpect(status().isNotFound());
    var page = page(send("/journeys/5/stop").andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#reason", "#alone");
    verify(caseActions, never()).stop(any(), any(), anyLong(), any(), any());
    send("/journeys/5/stop", "reason", "housed-otherwise", "alone", "yes")
        .andExpect(flash().attribute("done", "casefile.stop.done"));
    verify(caseActions).stop(any(), eq(REF), eq(5L), eq("housed-otherwise"), eq(""));
  }

  @Test
  void shouldShowNumberAndCodeWord_onlyWithAReason() throws Exception {
    page(open("/cases/HV-7KQ2M9XD/contact"));
    var refused = page(send("/contact", "reason", " ").andExpect(status().isBadRequest()));
    assertThat(refused.select("#reason-error").text()).contains("Say why");
    when(contacts.reveal(any(), eq(REF), eq("To call her")))
        .thenReturn(new ContactDetail("phone", new Sealed("07700 900123"), null, false));
    var shown = page(send("/contact", "reason", "To call her"));
    assertThat(shown.select("main").text()).contains("07700 900123").contains("none on record");
    when(contacts.reveal(any(), eq(REF), eq("To call her")))
        .thenReturn(new ContactDetail(null, null, null, false));
    assertThat(page(send("/contact", "reason", "To call her")).text()).contains("no safe way");
  }

  @Test
  void shouldAskForSafeContactAgain_wheneverAnOfficerWants() throws Exception {
    when(checks.prefill(any(), any())).thenReturn(Map.of("method", "phone"));
    var page = page(open("/cases/HV-7KQ2M9XD/safe-contact"));
    assertThat(page.select("[data-module=form] script").first().data()).contains("\"schema\"");
    when(checks.record(any(), any(), any()))
        .thenReturn(List.of(new FormProblem("watched", "Choose one")));
    var refused =
        page(
            send("/safe-contact", "answers", "{\"times\":\"kept words\"}")
                .andExpect(status().isBadRequest()));
    assertThat(refused.select("[data-module=form] script").first().data()).contains("kept words");
    send("/safe-contact", "answers", "nonsense").andExpect(status().isBadRequest());
    when(checks.record(any(), any(), any())).thenReturn(List.of());
    send("/safe-contact", "answers", "{}")
        .andExpect(flash().attribute("done", "casefile.safeContact.done"));
  }

  @Test
  void shouldKeepPagesOfACaseFromThoseWhoMayNotOpenIt() throws Exception {
    when(cases.find(any(), any())).thenReturn(Optional.empty());
    for (String address :
        List.of(
            "move",
            "consent-withdrawn",
            "contact",
            "safe-contact",
            "journeys/5/stop",
            "answers/x")) {
      open("/cases/HV-7KQ2M9XD/" + address).andExpect(status().isNotFound());
      open("/cases/nonsense/" + address).andExpect(status().isNotFound());
      send("/" + address, "answers", "{}", "reason", "r", "area", "a", "alone", "yes")
          .andExpect(status().isNotFound());
    }
    org.mockito.Mockito.verifyNoInteractions(caseActions, contacts, checks, awaited);
  }

  private static PersonView someone(String ref, PersonKind kind, Map<String, Object> fields) {
    return new PersonView(ref, kind, new SealedFields(fields, Set.of()), NOW, "maya.okafor");
  }

  @Test
  void shouldShowWhatWasRecordedBefore_andPutAPersonRight() throws Exception {
    // given
    when(access.mayOpen(any(), any())).thenReturn(true);
    when(access.mayWork(any(), any())).thenReturn(true);
    var child = Map.<String, Object>of("name", "Robin", "birthDate", "2015-01-02");
    when(corrections.person(any(), eq(REF), eq("PE-1")))
        .thenReturn(
            Optional.of(
                new Corrections.Person(
                    someone("PE-1", PersonKind.CHILD, child),
                    3,
                    List.of(
                        new Corrections.Before(
                            "name",
                            new Sealed("Robyn <i>Example</i>"),
                            NOW,
                            "tom.reeve",
                            new Sealed("misheard"))))));
    // when, then
    assertThat(page(open("/cases/HV-7KQ2M9XD")).select("a[href$=/people/p1]")).hasSize(1);
    var page = page(open("/cases/HV-7KQ2M9XD/people/PE-1"));
    assertThat(page.select("main").text())
        .contains("2 January 2015", "Robyn <i>Example</i>", "Tom Reeve", "misheard");
    assertThat(page.title()).doesNotContain("Robin");
    var form = page(open("/cases/HV-7KQ2M9XD/people/PE-1/correct"));
    assertThat(form.select("#name").val()).isEqualTo("Robin");
    assertThat(form.select("#birthDateMonth").val()).isEqualTo("1");
    assertThat(page.select("main a[href$=/correct]").attr("href"))
        .isEqualTo("/cases/HV-7KQ2M9XD/people/PE-1/correct");
    assertThat(form.select("main form").attr("action"))
        .isEqualTo("/cases/HV-7KQ2M9XD/people/PE-1/correct");
    assertThat(form.select("main .govuk-back-link").attr("href"))
        .isEqualTo("/cases/HV-7KQ2M9XD/people/PE-1");
    var refused =
        page(
            send("/people/PE-1/correct", "name", "Kept", "birthDateDay", "40", "leftOnDay", "x")
                .andExpect(status().isBadRequest()));
    assertThat(refused.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#birthDate", "#leftOn", "#why");
    assertThat(refused.select("#name").val()).isEqualTo("Kept");
    when(corrections.person(any(), eq(REF), eq("PE-1"), anyInt(), any(), any()))
        .thenReturn(Corrections.Result.CHANGED_MEANWHILE)
        .thenReturn(Corrections.Result.DONE);
    var changed =
        page(
            send("/people/PE-1/correct", "version", "2", "name", "Kept", "why", "typo")
                .andExpect(status().isBadRequest()));
    assertThat(changed.select("#name").val()).isEqualTo("Kept");
    assertThat(changed.select("#name-error").text()).contains("On record now: Robin");
    assertThat(changed.select("#birthDate-error").text()).contains("2 January 2015");
    assertThat(changed.select("#language-error")).isEmpty();
    send("/people/PE-1/correct", "version", "3", "name", "Kept", "socialCare", "yes", "why", "typo")
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD/people/PE-1"));
    verify(corrections)
        .person(
            any(),
            eq(REF),
            eq("PE-1"),
            eq(3),
            org.mockito.ArgumentMatchers.argThat(
                values ->
                    values.get("name").equals("Kept")
                        && values.get("socialCare").equals("yes")
                        && values.get("birthDate").isEmpty()),
            eq("typo"));
  }

  @Test
  void shouldAddAChildAndAMemberOfTheHousehold() throws Exception {
    when(access.mayOpen(any(), any())).thenReturn(true);
    when(access.mayWork(any(), any())).thenReturn(true);
    var page = page(open("/cases/HV-7KQ2M9XD/people/new"));
    assertThat(page.select("#school, #socialCare, #birthDate")).hasSize(3);
    assertThat(page.select("main form").attr("action")).isEqualTo("/cases/HV-7KQ2M9XD/people/new");
    assertThat(page.select("h1").text()).isEqualTo("Add a person");
    assertThat(page.select("input[name=kind]").val()).isEqualTo("child");
    assertThat(page(open("/cases/HV-7KQ2M9XD/people/new?kind=household")).select("#school"))
        .isEmpty();
    open("/cases/HV-7KQ2M9XD/people/new?kind=victim").andExpect(status().isNotFound());
    var refused =
        page(
            send("/people/new", "kind", "child", "school", "Hill School")
                .andExpect(status().isBadRequest()));
    assertThat(refused.select("#school").val()).isEqualTo("Hill School");
    assertThat(refused.select("#name-error").text()).contains("Enter a name");
    var once = UUID.fromString(page.select("input[name=once]").val());
    assertThat(refused.select("input[name=once]").val()).isNotEmpty();
    when(corrections.add(
            any(), eq(REF), eq(PersonKind.CHILD), eq(Map.of("name", "Robin")), eq(once)))
        .thenReturn("PE-2");
    send("/people/new", "kind", "child", "name", "Robin", "once", once.toString())
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD/people/PE-2"));
  }

  @Test
  void shouldAskWhichStands_whenTwoEntriesBecomeOne() throws Exception {
    // given
    when(access.mayOpen(any(), any())).thenReturn(true);
    when(access.mayWork(any(), any())).thenReturn(true);
    var one = someone("PE-1", PersonKind.CHILD, Map.of("name", "Robin"));
    var other = someone("PE-2", PersonKind.CHILD, Map.of("name", "Robin Example"));
    when(corrections.person(any(), eq(REF), eq("PE-1")))
        .thenReturn(Optional.of(new Corrections.Person(one, 1, List.of())));
    when(personJoins.others(any(), eq(REF), eq("PE-1"))).thenReturn(List.of(other));
    when(personJoins.preview(any(), eq(REF), eq("PE-1"), eq("PE-2")))
        .thenReturn(
            Optional.of(
                new PersonJoins.Pair(
                    one,
                    other,
                    List.of(
                        new PersonJoins.Field(
                            "name", new Sealed("Robin"), new Sealed("Robin Example")),
                        new PersonJoins.Field("language", null, new Sealed("Welsh"))))));
    when(personJoins.standing(REF))
        .thenReturn(
            List.of(new PersonJoins.Join("PJ-1", "PE-1", "PE-3", NOW, "maya.okafor", false)));
    // when, then
    assertThat(
            page(open("/cases/HV-7KQ2M9XD/people/PE-1")).select("a[href$=/join], a[href$=/undo]"))
        .hasSize(2);
    page(open("/cases/HV-7KQ2M9XD/people/PE-1/join"));
    var preview = page(open("/cases/HV-7KQ2M9XD/people/PE-1/join?other=PE-2"));
    assertThat(preview.select("main dl").text()).isEqualTo("Language Welsh");
    assertThat(preview.select("main form").attr("action"))
        .isEqualTo("/cases/HV-7KQ2M9XD/people/PE-1/join");
    assertThat(preview.select("input[type=radio][checked]")).isEmpty();
    var refused =
        page(send("/people/PE-1/join", "other", "PE-2").andExpect(status().isBadRequest()));
    assertThat(refused.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#f.name", "#why");
    when(personJoins.join(
            any(),
            eq(REF),
            eq("PE-1"),
            eq("PE-2"),
            eq(Map.of("name", PersonJoins.Side.AWAY)),
            eq("same")))
        .thenReturn(new PersonJoins.Result.Done("PJ-2"));
    send("/people/PE-1/join", "other", "PE-2", "f.name", "away", "why", "same")
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD/people/PE-1"));
    page(open("/cases/HV-7KQ2M9XD/person-joins/PJ-1/undo"));
    page(send("/person-joins/PJ-1/undo").andExpect(status().isBadRequest()));
    send("/person-joins/PJ-1/undo", "why", "two brothers").andExpect(status().isFound());
    verify(personJoins).undo(any(), eq(REF), eq("PJ-1"), eq("two brothers"));
  }

  @Test
  void shouldShowBothCases_beforeTheyBecomeOne() throws Exception {
    // given
    var other = new CaseRef("HV-8KQ2M9XD");
    when(joins.mayJoin(any(), any())).thenReturn(true);
    var one = someone("PE-1", PersonKind.VICTIM, Map.of("name", "Jordan"));
    var there = someone("PE-2", PersonKind.VICTIM, Map.of("name", "Jordan Example"));
    var told =
        new org.haven.casefile.CaseFacts.Told(5, REF, "homelessNow", true, NOW, "maya.okafor");
    var preview =
        new CaseJoins.Preview(
            REF,
            other,
            List.of(
                new PersonJoins.Pair(
                    one,
                    there,
                    List.of(
                        new PersonJoins.Field(
                            "name", new Sealed("Jordan"), new Sealed("Jordan Example"))))),
            List.of(someone("PE-3", PersonKind.CHILD, Map.of())),
            List.of(new CaseJoins.FactConflict("homelessNow", told, told)),
            List.of(Team.HOUSING_SOLUTIONS));
    when(joins.preview(any(), eq(REF), any())).thenReturn(new CaseJoins.Found.None());
    when(joins.preview(any(), eq(REF), eq(other))).thenReturn(new CaseJoins.Found.Both(preview));
    // when, then
    assertThat(page(open("/cases/HV-7KQ2M9XD")).select("a[href$=/join]")).hasSize(1);
    page(open("/cases/HV-7KQ2M9XD/join"));
    for (String typed : List.of("", "nonsense", "HV-22222222")) {
      var none = page(send("/join", "other", typed).andExpect(status().isBadRequest()));
      assertThat(none.select("#other-error").text()).contains("There is no case");
    }
    var shown = page(send("/join", "other", " hv-8kq2m9xd ").andExpect(status().isOk()));
    assertThat(shown.select("main").text())
        .contains("HV-7KQ2M9XD is older", "Housing Solutions", "Jordan Example", "Child");
    assertThat(shown.select("input[type=radio][checked]")).isEmpty();
    var refused =
        page(
            send("/join", "other", "HV-8KQ2M9XD", "join", "yes", "p.PE-1.name", "away")
                .andExpect(status().isBadRequest()));
    assertThat(refused.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#f.homelessNow", "#why");
    assertThat(refused.select("input[type=radio][checked]").eachAttr("value"))
        .containsExactly("away");
    when(joins.join(any(), eq(REF), eq(other), any(), eq("same")))
        .thenReturn(new CaseJoins.Result.Done(REF));
    send(
            "/join",
            "other",
            "HV-8KQ2M9XD",
            "join",
            "yes",
            "p.PE-1.name",
            "away",
            "f.homelessNow",
            "kept",
            "why",
            "same")
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD"));
    verify(joins)
        .join(
            any(),
            eq(REF),
            eq(other),
            eq(
                new CaseJoins.Choices(
                    Map.of("PE-1", Map.of("name", PersonJoins.Side.AWAY)),
                    Map.of("homelessNow", PersonJoins.Side.KEPT))),
            eq("same"));
  }

  @Test
  void shouldSayWhatACaseIsPartOf_andOfferToMakeTwoOfIt() throws Exception {
    // given
    var other = new CaseRef("HV-8KQ2M9XD");
    var join = new CaseJoins.Join("CJ-1", other, REF, NOW, "maya.okafor", null, null);
    when(joins.isPart(REF)).thenReturn(true);
    when(joins.partOf(any(), eq(REF))).thenReturn(Optional.of(other));
    when(joins.unsafeElsewhere(any(), eq(REF)))
        .thenReturn(List.of(new CaseJoins.Elsewhere(other, new Sealed("her brother"))));
    when(joins.standing(any(), eq(REF))).thenReturn(List.of(join));
    when(joins.standing(any(), eq(REF), eq("CJ-1"))).thenReturn(Optional.of(join));
    // when, then
    var page = page(open("/cases/HV-7KQ2M9XD"));
    assertThat(page.select("main .govuk-inset-text a").attr("href")).endsWith("/HV-8KQ2M9XD");
    assertThat(page.select("#start form")).isEmpty();
    assertThat(page.select("#start-assess-risk").text()).contains("part of another");
    assertThat(page.select("main").text()).contains("Must not know (HV-8KQ2M9XD): her brother");
    page(open("/cases/HV-7KQ2M9XD/joins/CJ-1/undo"));
    open("/cases/HV-7KQ2M9XD/joins/CJ-9/undo").andExpect(status().isNotFound());
    page(send("/joins/CJ-1/undo", "why", " ").andExpect(status().isBadRequest()));
    send("/joins/CJ-1/undo", "why", "two sisters").andExpect(status().isFound());
    verify(joins).undo(any(), eq(REF), eq("CJ-1"), eq("two sisters"));
    // the other's page shows it
    when(joins.isPart(REF)).thenReturn(false);
    when(joins.partOf(any(), eq(REF))).thenReturn(Optional.empty());
    when(joins.parts(any(), eq(REF)))
        .thenReturn(
            List.of(
                new CaseJoins.Part(
                    new CaseHead(
                        other,
                        CaseStatus.OPEN,
                        new Code("phone"),
                        NOW,
                        null,
                        null,
                        null,
                        null,
                        false),
                    List.of(someone("PE-3", PersonKind.CHILD, Map.of("name", "Robin"))),
                    List.of(),
                    new Sealed("her brother"))));
    var leads = page(open("/cases/HV-7KQ2M9XD"));
    assertThat(leads.select("section[aria-labelledby=parts-title]").text())
        .contains("HV-8KQ2M9XD", "Robin", "her brother");
  }

  @Test
  void shouldPutFactsNumbersAndTheVaultRight() throws Exception {
    // given
    when(access.mayOpen(any(), any())).thenReturn(true);
    when(access.mayWork(any(), any())).thenReturn(true);
    when(corrections.facts(any(), eq(REF)))
        .thenReturn(
            List.of(
                new Corrections.Fact(
                    "pregnant",
                    7,
                    true,
                    NOW,
                    "maya.okafor",
                    List.of(
                        new Corrections.EarlierFact(
                            "unknown", NOW, "tom.reeve", new Sealed("asked anew")))),
                new Corrections.Fact("madeUpByATable", 8, "yes", NOW, "system", List.of())));
    // when, then
    var facts = page(open("/cases/HV-7KQ2M9XD/facts"));
    assertThat(facts.select("main a[href*=/facts/]").eachAttr("href"))
        .containsExactly("/cases/HV-7KQ2M9XD/facts/pregnant");
    assertThat(facts.text()).contains("asked anew");
    var fact = page(open("/cases/HV-7KQ2M9XD/facts/pregnant"));
    assertThat(fact.select("input[name=value][checked]").val()).isEqualTo("yes");
    assertThat(fact.select("input[name=assessAgain][checked]")).isEmpty();
    open("/cases/HV-7KQ2M9XD/facts/madeUpByATable").andExpect(status().isNotFound());
    var refused =
        page(send("/facts/pregnant", "value", "maybe").andExpect(status().isBadRequest()));
    assertThat(refused.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#value", "#assessAgain", "#why");
    when(corrections.fact(any(), eq(REF), eq("pregnant"), eq(7L), eq(false), eq(true), eq("typo")))
        .thenReturn(Corrections.Result.SUPERVISOR_ONLY)
        .thenReturn(Corrections.Result.DONE);
    String[] right = {"id", "7", "value", "no", "assessAgain", "yes", "why", "typo"};
    assertThat(page(send("/facts/pregnant", right)).select("#value-error").text())
        .contains("supervisor");
    send("/facts/pregnant", right).andExpect(redirectedUrl("/cases/HV-7KQ2M9XD/facts"));

    page(open("/cases/HV-7KQ2M9XD/contact/correct"));
    page(send("/contact/correct", "why", "typo").andExpect(status().isBadRequest()));
    when(corrections.contact(any(), eq(REF), eq(Map.of("detail", "07700 900123")), eq("typo")))
        .thenReturn(Corrections.Result.DONE);
    send("/contact/correct", "detail", "07700 900123", "why", "typo")
        .andExpect(flash().attribute("done", "correction.contact.done"));
    page(open("/cases/HV-7KQ2M9XD/contact/earlier"));
    page(send("/contact/earlier", "reason", "").andExpect(status().isBadRequest()));
    when(contacts.revealEarlier(any(), eq(REF), eq("who called?")))
        .thenReturn(List.of(new SafeContacts.Earlier(new Sealed("07700 900124"), null, NOW)));
    assertThat(page(send("/contact/earlier", "reason", "who called?")).select("main").text())
        .contains("07700 900124");

    page(open("/cases/HV-7KQ2M9XD/vault/correct"));
    var kept =
        page(
            send("/vault/correct", "safeAddress", "1 Kept Street")
                .andExpect(status().isBadRequest()));
    assertThat(kept.select("#safeAddress").text()).isEqualTo("1 Kept Street");
    when(corrections.safeAddress(any(), eq(REF), any(), any())).thenReturn(Corrections.Result.DONE);
    send("/vault/correct", "safeAddress", "1 Kept Street", "why", "typo")
        .andExpect(flash().attribute("done", "correction.vault.done"));
  }

  @Test
  void shouldKeepPagesOfCorrectionsAndJoinsFromThoseWhoMayNotOpenTheCase() throws Exception {
    for (String address :
        List.of(
            "join",
            "joins/CJ-1/undo",
            "people/new",
            "people/PE-1",
            "people/PE-1/correct",
            "people/PE-1/join",
            "person-joins/PJ-1/undo",
            "facts",
            "facts/pregnant",
            "contact/correct",
            "contact/earlier",
            "vault/correct")) {
      open("/cases/HV-7KQ2M9XD/" + address).andExpect(status().isNotFound());
      open("/cases/nonsense/" + address).andExpect(status().isNotFound());
      if (!List.of("facts", "people/PE-1").contains(address)) {
        send("/" + address, "kind", "child", "why", "why", "reason", "r", "name", "n")
            .andExpect(status().isNotFound());
      }
    }
  }

  @Test
  void shouldNameEachField_whenAReportIsEmpty() throws Exception {
    var page =
        page(
            pages
                .perform(
                    post("/reports/new")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("token", UUID.randomUUID().toString())
                        .param("name", "Jordan Example")
                        .param("onDay", "31")
                        .param("onMonth", "2")
                        .param("onYear", "2026")
                        .param("tenure", "castle"))
                .andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Error: ");
    var links = page.select(".govuk-error-summary a").eachAttr("href");
    assertThat(links)
        .containsExactly("#danger", "#reporter", "#channel", "#words", "#on", "#tenure");
    for (String link : links) {
      assertThat(page.select(link)).as(link).hasSize(1);
      assertThat(page.select(link + "-error").text()).as(link).startsWith("Error: ");
    }
    assertThat(page.select("#name").val()).isEqualTo("Jordan Example");
  }

  @Test
  void shouldSayThatColleaguesGoOn_whenTheCaseWentToAnotherTeamMeanwhile() throws Exception {
    for (boolean begun : List.of(false, true)) {
      if (begun) {
        when(cases.find(any(), any())).thenThrow(new NoSuchCaseException());
      } else {
        when(cases.find(any(), any())).thenReturn(Optional.empty());
      }
      pages
          .perform(get("/cases/HV-7KQ2M9XD").with(user("maya.okafor")).flashAttr("reported", true))
          .andExpect(redirectedUrl("/tasks"))
          .andExpect(flash().attribute("reported", true));
      open("/cases/HV-7KQ2M9XD").andExpect(status().isNotFound());
    }
  }

  @Test
  void shouldSayThatColleaguesGoOn_whenTheReportClosesTheCaseToWhoeverTookIt() throws Exception {
    when(intake.take(any(), any())).thenReturn(REF);
    var taken =
        pages
            .perform(
                post("/reports/new")
                    .with(user("maya.okafor"))
                    .with(csrf())
                    .param("token", UUID.randomUUID().toString())
                    .param("danger", "unknown")
                    .param("reporter", "neighbour")
                    .param("channel", "phone")
                    .param("words", "Shouting next door"))
            .andExpect(redirectedUrl("/tasks"))
            .andReturn();
    var page =
        page(
            pages.perform(get("/tasks").with(user("maya.okafor")).flashAttrs(taken.getFlashMap())));
    assertThat(page.text()).contains("The report is on record.").doesNotContain(REF.value());
  }

  @Test
  void shouldOpenTheCase_whenAReportIsTaken() throws Exception {
    page(open("/reports/new"));
    when(access.mayOpen(any(), eq(REF))).thenReturn(true);
    when(intake.take(any(), any())).thenReturn(REF);
    pages
        .perform(
            post("/reports/new")
                .with(user("maya.okafor"))
                .with(csrf())
                .param("token", UUID.randomUUID().toString())
                .param("danger", "unknown")
                .param("reporter", "neighbour")
                .param("channel", "phone")
                .param("words", "Shouting next door"))
        .andExpect(redirectedUrl("/cases/HV-7KQ2M9XD"));
  }

  @Test
  void shouldSaySo_whenTheCaseNamedIsNotOpenToThePerson() throws Exception {
    when(intake.take(any(), any())).thenThrow(new NoSuchElementException("There is no open case"));
    var page =
        page(
            pages
                .perform(
                    post("/reports/new")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("token", UUID.randomUUID().toString())
                        .param("danger", "no")
                        .param("reporter", "survivor")
                        .param("channel", "phone")
                        .param("words", "It happened again")
                        .param("openCase", "hv-7kq2m9xd"))
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#openCase-error").text()).contains("no open case");
    assertThat(page.select("#words").text()).isEqualTo("It happened again");
  }

  @Test
  void shouldFindAPersonByWhatIsSealed_andSayNothingInTheAddress() throws Exception {
    // given
    var head = file(safe()).head();
    var person = file(safe()).people().getFirst();
    when(people.find(any(), any()))
        .thenReturn(
            new PeopleSearch.Result(
                List.of(
                    new PeopleSearch.Found(head, person),
                    new PeopleSearch.Found(
                        head,
                        new PersonView(
                            "p2",
                            PersonKind.CHILD,
                            new SealedFields(Map.of(), Set.of("name")),
                            NOW,
                            "maya.okafor"))),
                true));

    // then
    assertThat(page(open("/cases")).select("a[href=/people]")).hasSize(1);
    page(open("/people"));
    var found =
        page(
            pages
                .perform(
                    post("/people").with(user("maya.okafor")).with(csrf()).param("name", "jordan"))
                .andExpect(status().isOk()));
    assertThat(found.select(".haven-lines__item").eachText())
        .satisfiesExactly(
            one -> assertThat(one).contains("HV-7KQ2M9XD", "Jordan <b>Example</b>", "Victim"),
            two -> assertThat(two).contains("HV-7KQ2M9XD", "Child", "changed behind our back"));
    assertThat(found.text()).contains("More people fit than are shown");
    assertThat(found.title()).doesNotContain("ordan");
    assertThat(found.select("#name").val()).isEqualTo("jordan");

    // and nobody reads so
    when(people.find(any(), any())).thenReturn(new PeopleSearch.Result(List.of(), false));
    assertThat(
            page(pages.perform(
                    post("/people")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("phone", "07700 900123")))
                .text())
        .contains("Nobody in the cases that you can open fits");
  }

  @Test
  void shouldNameEachField_whenWhatIsKnownOfAPersonCannotBeSearched() throws Exception {
    var empty =
        page(
            pages
                .perform(post("/people").with(user("maya.okafor")).with(csrf()))
                .andExpect(status().isBadRequest()));
    assertThat(empty.select(".govuk-error-summary a").eachAttr("href")).containsExactly("#name");
    var wrong =
        page(
            pages
                .perform(
                    post("/people")
                        .with(user("maya.okafor"))
                        .with(csrf())
                        .param("name", "1234")
                        .param("bornDay", "31")
                        .param("bornMonth", "2")
                        .param("bornYear", "1990")
                        .param("phone", "none")
                        .param("uprn", "x"))
                .andExpect(status().isBadRequest()));
    assertThat(wrong.title()).startsWith("Error: ");
    assertThat(wrong.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#name", "#born", "#phone", "#uprn");
    assertThat(wrong.select("#phone").val()).isEqualTo("none");
    verify(people, never()).find(any(), any());
    pages
        .perform(post("/people").with(user("zoe.lamb")).with(csrf()).param("name", "jordan"))
        .andExpect(status().isForbidden());
  }

  @Test
  void shouldKeepTheRegisterToSupervisorsAndAdministrators() throws Exception {
    open("/tenancies").andExpect(status().isForbidden());
    var page = page(pages.perform(get("/tenancies").with(user("zoe.lamb"))));
    assertThat(page.text()).contains("The register holds no tenancies yet.");
    var refused =
        page(
            pages
                .perform(
                    multipart("/tenancies")
                        .file(new MockMultipartFile("file", new byte[0]))
                        .with(user("helen.marsh"))
                        .with(csrf()))
                .andExpect(status().isBadRequest()));
    assertThat(refused.select(".govuk-error-summary a[href=#file]").text())
        .isEqualTo("Select a file with tenancies");
  }

  @Test
  void shouldSayWhatIsExpectedByTheField_whenTheFileCannotBeRead() throws Exception {
    // given
    when(worksFiles.importFeed(any(), any())).thenThrow(new RegisterFileException("no lines"));

    // when
    var page =
        page(
            pages
                .perform(
                    multipart("/works-orders")
                        .file(new MockMultipartFile("file", "a,b".getBytes()))
                        .with(user("jo.tanner"))
                        .with(csrf()))
                .andExpect(status().isBadRequest()));

    // then
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.select(".govuk-error-summary a[href=#file]").text())
        .contains("worksOrderId, completedOn and outcome");
    assertThat(page.select("#file-error").text())
        .startsWith("Error: Select a CSV file")
        .contains("at least one order");
    assertThat(page.select("#file-hint").text()).startsWith("A CSV file");
    assertThat(page.select("#file").attr("aria-describedby")).isEqualTo("file-hint file-error");
    assertThat(page.select("label[for=file]").text()).isEqualTo("File of the repairs system");
  }

  @Test
  void shouldShowReferencesOnly_whenTheAdministratorLooksAtThePlatform() throws Exception {
    when(outbox.state(any())).thenReturn(new OutboxAdmin.State(3, Duration.ofMinutes(5), 1));
    when(outbox.dead(any()))
        .thenReturn(
            List.of(
                new OutboxAdmin.Row(
                    7, REF, "MESSAGE", "risk-changed", NOW, 10, NOW, NOW, "INVALID_ARGUMENT", 2)));
    var page = page(pages.perform(get("/platform").with(user("zoe.lamb"))));
    assertThat(page.text()).contains("3 messages wait").contains("INVALID_ARGUMENT");
    assertThat(page.select("form[action=/platform/outbox/7/retry]")).hasSize(1);
    when(outbox.retry(eq(7L), any())).thenReturn(true);
    pages
        .perform(post("/platform/outbox/7/retry").with(user("zoe.lamb")).with(csrf()))
        .andExpect(flash().attribute("retried", true));
    pages
        .perform(post("/platform/outbox/7/retry").with(user("maya.okafor")).with(csrf()))
        .andExpect(status().isForbidden());
    pages
        .perform(post("/platform/figures/rebuild").with(user("zoe.lamb")).with(csrf()))
        .andExpect(flash().attribute("figuresAsked", true));
    verify(figureRebuild).rebuild(any());
  }

  private static Board aBoard(Board.Age age) {
    return new Board(
        List.of(
            new Board.JourneyFigures(
                "assess-risk",
                "Assess risk",
                1_204,
                NOW.minus(Duration.ofDays(3)),
                2,
                1,
                4,
                0,
                1,
                6,
                List.of(
                    new Board.Stage(
                        "Task_RecordJudgement",
                        "Record <b>judgement</b>",
                        12,
                        NOW.minus(Duration.ofDays(3)),
                        5,
                        2,
                        4,
                        0,
                        1,
                        true)))),
        List.of(
            new Workloads.Load(
                Team.HOUSING_SOLUTIONS,
                9,
                3,
                2,
                1,
                NOW.minus(Duration.ofHours(5)),
                List.of(new Workloads.Held("maya.okafor", 6, 1)))),
        age);
  }

  @Test
  void shouldShowWhatStandsWhere_toSupervisorsAlone() throws Exception {
    when(board.board(any()))
        .thenReturn(aBoard(new Board.Age(clock.instant(), false, false, false, false)));
    var page = page(pages.perform(get("/supervision").with(user("helen.marsh"))));
    assertThat(page.select("h1").text()).isEqualTo("Board");
    assertThat(page.select("#age").text()).contains("second").contains("ago");
    assertThat(page.select("#journey-assess-risk td").eachText())
        .startsWith(
            "1,204: Now, Assess risk", "3 days", "2", "1", "4: Due today, Assess risk", "0");
    assertThat(page.select("#journey-assess-risk td a").first().attr("href"))
        .isEqualTo("/supervision/work?journey=assess-risk&step=&which=all");
    assertThat(page.select("#table-assess-risk")).isEmpty();
    assertThat(page.select("#teams tr").eachText())
        .contains("Housing Solutions 9 3 2 1 5 hours", "Maya Okafor 6 1");
    page = page(pages.perform(get("/supervision?show=assess-risk").with(user("helen.marsh"))));
    assertThat(page.select("#table-assess-risk tbody tr").text())
        .startsWith("Record <b>judgement</b> Waits for a partner 12")
        .contains("+3");
    assertThat(page.select("[data-module=live]").attr("data-url"))
        .isEqualTo("/supervision?show=assess-risk&refresh=board");
    pages.perform(get("/supervision").with(user("maya.okafor"))).andExpect(status().isForbidden());
  }

  @Test
  void shouldSayHowOldTheFiguresAre_whenTheyAreTheLast() throws Exception {
    when(board.board(any()))
        .thenReturn(
            aBoard(
                new Board.Age(
                    clock.instant().minus(Duration.ofMinutes(12)), true, true, false, false)));
    var page = page(pages.perform(get("/supervision").with(user("helen.marsh"))));
    assertThat(page.select("#age[role=status]").text())
        .contains("Elasticsearch does not answer")
        .contains("12 minutes");
    assertThat(page.select("#journeys")).hasSize(1);
    when(board.board(any()))
        .thenReturn(
            new Board(List.of(), List.of(), new Board.Age(null, true, false, false, false)));
    page = page(pages.perform(get("/supervision").with(user("helen.marsh"))));
    assertThat(page.select("#age").text()).contains("There are no figures yet");
    assertThat(page.select("#journeys")).isEmpty();
  }

  @Test
  void shouldListTheWorkBehindAFigure_withWhatIsElsewhereCounted() throws Exception {
    when(board.title("assess-risk")).thenReturn("Assess risk");
    when(atStage.at(any(), eq("assess-risk"), any(), eq(Which.LATE), eq(0)))
        .thenReturn(
            new WorkAtStage.Slice(
                "Assess risk",
                List.of(
                    new WorkAtStage.Piece(REF, "Hold first conversation", 5L, NOW, NOW, null, MINE),
                    new WorkAtStage.Piece(REF, "Record judgement", null, NOW, NOW, null, null)),
                2,
                52));
    var page =
        page(
            pages.perform(
                get("/supervision/work?journey=assess-risk&which=late").with(user("helen.marsh"))));
    assertThat(page.select("h1").text()).isEqualTo("Late: Assess risk");
    assertThat(page.select("#work tbody a[href=/cases/" + REF.value() + "]")).hasSize(2);
    assertThat(page.select("#work tbody a[href=/tasks/2]")).hasSize(1);
    assertThat(page.select("#work").text()).contains("Maya Okafor");
    assertThat(page.select("#work tbody a[href=/supervision/instances/5]")).hasSize(1);
    assertThat(page.select("#elsewhere").text()).startsWith("2 more are of cases");
    assertThat(page.select("a[rel=next]").attr("href")).endsWith("from=52");
    for (String bad :
        List.of(
            "/supervision/work?journey=assess-risk&which=nonsense",
            "/supervision/work?journey=../x",
            "/supervision/work?journey=assess-risk&step=a%20b")) {
      pages.perform(get(bad).with(user("helen.marsh"))).andExpect(status().isNotFound());
    }
  }

  private static JourneyHeat.Step aStep(String id, String title, double median, long now) {
    return new JourneyHeat.Step(id, title, 40, 2, median, 2 * median, 30, 4, now, 1, 0);
  }

  private static JourneyHeat.Heat aHeat(double median) {
    return new JourneyHeat.Heat(
        "assess-risk",
        "Assess risk",
        aStep("assess-risk", "Assess risk", 9 * median, 0),
        List.of(
            aStep("Task_RecordJudgement", "Record judgement", median, 12),
            aStep("Task_CompleteRiskQuestions", "Ask", median / 60, 0)),
        Map.of("Flow_1", 40L),
        List.of(2, 1),
        List.of(new JourneyHeat.Older(1, 3)),
        new Board.Age(Instant.now(), false, false, false, false));
  }

  @Test
  void shouldDrawAndTellWhatStepsDid_besideAnotherPeriod() throws Exception {
    double hours = Duration.ofHours(30).toMillis();
    when(heat.today()).thenReturn(LocalDate.of(2026, 11, 20));
    when(heat.title("assess-risk")).thenReturn(Optional.of("Assess risk"));
    when(heat.diagram(any(), eq("assess-risk"), any())).thenReturn(Optional.of("<xml/>"));
    when(heat.of(
            any(),
            eq(
                new JourneyHeat.Asked(
                    "assess-risk", null, LocalDate.of(2026, 11, 1), LocalDate.of(2026, 11, 20)))))
        .thenReturn(Optional.of(aHeat(hours)));
    when(heat.of(
            any(),
            eq(
                new JourneyHeat.Asked(
                    "assess-risk", null, LocalDate.of(2026, 10, 12), LocalDate.of(2026, 10, 31)))))
        .thenReturn(Optional.of(aHeat(hours / 2)));
    String query = "fromDay=1&fromMonth=11&fromYear=2026&toDay=20&toMonth=11&toYear=2026";
    var page =
        page(
            pages.perform(
                get("/supervision/journeys/assess-risk?against=before&" + query)
                    .with(user("helen.marsh"))));
    assertThat(page.select("h1").text()).isEqualTo("Assess risk as it is drawn");
    assertThat(page.select("figure[data-module=diagram]")).hasSize(2);
    assertThat(page.select("#second-caption").text())
        .isEqualTo("12 October 2026 to 31 October 2026");
    assertThat(page.select("#heat tbody tr").eachText())
        .contains("Record judgement 12 1 0 40 30 hours 2.5 days 30 4 2 15 hours +15 hours");
    String data = page.select("figure[data-module=diagram]").first().attr("data-url");
    assertThat(data).contains("fromDay=1&fromMonth=11&fromYear=2026").contains("measure=median");
    var json =
        pages
            .perform(get(data).with(user("helen.marsh")))
            .andExpect(status().isOk())
            .andReturn()
            .getResponse()
            .getContentAsString();
    assertThat(json)
        .contains("\"xml\":\"<xml/>\"")
        .contains("\"level\":5,\"words\":\"30 hours\",\"now\":12")
        .contains("\"level\":1,\"words\":\"30 minutes\"")
        .contains("\"flows\":{\"Flow_1\":1.0}")
        .contains("assess-risk-median-2026-11-20");
    pages
        .perform(get("/supervision/journeys/assess-risk").with(user("maya.okafor")))
        .andExpect(status().isForbidden());
  }

  @Test
  void shouldSayBesideTheField_whenAPeriodIsNone() throws Exception {
    when(heat.today()).thenReturn(LocalDate.of(2026, 11, 20));
    when(heat.title("assess-risk")).thenReturn(Optional.of("Assess risk"));
    when(heat.of(any(), any())).thenReturn(Optional.of(aHeat(1_000)));
    String page = "/supervision/journeys/assess-risk";
    var refused =
        page(
            pages
                .perform(
                    get(page + "?fromDay=31&fromMonth=2&fromYear=2026").with(user("helen.marsh")))
                .andExpect(status().isBadRequest()));
    assertThat(refused.title()).startsWith("Error: ");
    assertThat(refused.select("#from-error").text()).contains("Enter a real day");
    assertThat(refused.select("#from").val()).isEqualTo("31");
    refused =
        page(
            pages
                .perform(
                    get(page + "?fromDay=1&fromMonth=1&fromYear=2020").with(user("helen.marsh")))
                .andExpect(status().isBadRequest()));
    assertThat(refused.select("#from-error").text()).contains("two years at most");
  }

  @Test
  void shouldSayThatThereAreNoFigures_whereTheDiagramIs() throws Exception {
    when(heat.today()).thenReturn(LocalDate.of(2026, 11, 20));
    when(heat.title("assess-risk")).thenReturn(Optional.of("Assess risk"));
    when(heat.diagram(any(), eq("assess-risk"), any())).thenReturn(Optional.of("<xml/>"));
    when(heat.of(any(), any())).thenReturn(Optional.empty());
    var page =
        page(pages.perform(get("/supervision/journeys/assess-risk").with(user("helen.marsh"))));
    assertThat(page.select("#age[role=status]").text()).startsWith("There are no figures yet");
    assertThat(page.select("#heat")).isEmpty();
    pages
        .perform(get("/supervision/journeys/assess-risk/diagram").with(user("helen.marsh")))
        .andExpect(status().isOk());
    when(heat.title("nonsense")).thenReturn(Optional.empty());
    pages
        .perform(get("/supervision/journeys/nonsense").with(user("helen.marsh")))
        .andExpect(status().isNotFound());
  }
}
