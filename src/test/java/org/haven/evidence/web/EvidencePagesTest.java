package org.haven.evidence.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.ArgumentMatchers.eq;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.content;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.header;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.CaseAccess;
import org.haven.casefile.CaseSection;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormHead;
import org.haven.casefile.FormRecords;
import org.haven.casefile.web.CaseNotThere;
import org.haven.casefile.web.CaseWords;
import org.haven.casefile.web.RecordWords;
import org.haven.evidence.BundleChecks;
import org.haven.evidence.BundleChoice;
import org.haven.evidence.BundleMaking;
import org.haven.evidence.BundleMaking.Made;
import org.haven.evidence.BundleStatus;
import org.haven.evidence.BundleView;
import org.haven.evidence.Bundles;
import org.haven.evidence.CaseNote;
import org.haven.evidence.CaseNotes;
import org.haven.evidence.DocumentView;
import org.haven.evidence.Documents;
import org.haven.evidence.Documents.Added;
import org.haven.evidence.FileKind;
import org.haven.evidence.FileRefusal;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.Code;
import org.haven.platform.JourneyId;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.Sealed;
import org.haven.platform.sealing.TamperedValueException;
import org.haven.testing.SoundPage;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.ArgumentCaptor;
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
import org.springframework.mock.web.MockHttpSession;
import org.springframework.stereotype.Controller;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.GetMapping;

/** Files, notes, support and bundles: what each page shows, refuses, and keeps when it refuses. */
@SpringBootTest(classes = EvidencePagesTest.Pages.class)
@AutoConfigureMockMvc
@SuppressWarnings("NullAway")
class EvidencePagesTest {
  private static final CaseRef REF = new CaseRef("HV-7KQ2M9XD");
  private static final String CASE = "/cases/HV-7KQ2M9XD";
  private static final Instant NOW = Instant.parse("2026-04-02T15:00:00Z");
  private static final Path FOLDER = folder();

  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {
        "org.haven.platform.web",
        "org.haven.platform.security",
        "org.haven.evidence.web"
      },
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
  @Import({SectionPage.class, CaseNotThere.class})
  static class Pages {
    @Bean
    Clock clock() {
      return Clock.fixed(NOW, WorkingCalendar.LONDON);
    }
  }

  /** The case page, as far as the section goes. */
  @Controller
  static class SectionPage {
    private final List<CaseSection> sections;

    SectionPage(List<CaseSection> sections) {
      this.sections = sections;
    }

    @GetMapping("/evidence-section")
    String section(ActingPerson who, Model model) {
      model.addAttribute("shown", sections.getFirst().of(who, REF).orElseThrow().model());
      return "evidence/section :: section (model=${shown})";
    }
  }

  @MockitoBean Audit audit;
  @MockitoBean WorkingCalendar calendar;
  @MockitoBean CaseAccess access;
  @MockitoBean AddressVault vault;
  @MockitoBean Documents documents;
  @MockitoBean CaseNotes notes;
  @MockitoBean Bundles bundles;
  @MockitoBean BundleMaking making;
  @MockitoBean BundleChecks checks;
  @MockitoBean FormRecords records;
  @MockitoBean CaseWork work;
  @MockitoBean CaseWords words;
  @MockitoBean RecordWords recordWords;
  @Autowired MockMvc pages;

  private static Path folder() {
    try {
      return Files.createTempDirectory("haven-pages");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    registry.add("spring.datasource.url", TestDatabase::freshUrl);
    registry.add("spring.datasource.username", () -> "postgres");
    registry.add("spring.datasource.password", () -> "postgres");
    registry.add("spring.flyway.enabled", () -> "false");
    registry.add("haven.local.enabled", () -> "true");
    registry.add("haven.local.folder", FOLDER::toString);
  }

  private static final UUID NOTE = UUID.fromString("00000000-0000-0000-0000-000000000001");
  private static final UUID NEWER = UUID.fromString("00000000-0000-0000-0000-000000000002");
  private static final UUID RECORD = UUID.fromString("00000000-0000-0000-0000-000000000003");

  private static DocumentView document(String id, FileKind kind, String title) {
    return new DocumentView(
        id,
        REF,
        kind,
        3_500_000,
        kind == FileKind.PDF ? 12 : null,
        false,
        title == null ? null : new Sealed(title),
        new Sealed("IMG_0042.JPG"),
        NOW,
        "maya.okafor");
  }

  private static CaseNote note(UUID id, String kind, UUID corrects, UUID correctedBy) {
    return new CaseNote(
        id,
        new Code(kind),
        kind.equals("call") ? new Code("she-called") : null,
        corrects,
        correctedBy,
        NOW,
        new Sealed("He came <b>again</b>."),
        new Sealed("Jordan"),
        corrects == null ? null : new Sealed("wrong day"),
        NOW,
        "maya.okafor");
  }

  private static BundleView bundle(BundleStatus status, String... findings) {
    return new BundleView(
        "BU-7KQ2M9XD22",
        REF,
        new Code("court"),
        status,
        42,
        9_000_000,
        List.of(findings),
        2,
        1,
        false,
        status == BundleStatus.TO_CHECK ? null : "tom.reeve",
        null,
        status == BundleStatus.RETURNED ? new Sealed("Page 3") : null,
        NOW,
        "maya.okafor");
  }

  @BeforeEach
  void aCase() {
    when(access.mayOpen(any(), eq(REF))).thenReturn(true);
    when(access.mayWork(any(), eq(REF))).thenReturn(true);
    when(documents.mostBytes()).thenReturn(30L << 20);
    when(documents.of(any(), any()))
        .thenReturn(
            List.of(
                document("DO-2222222222", FileKind.PDF, "Letter <i>of</i> March"),
                document("DO-3333333333", FileKind.JPEG, null),
                document("DO-4444444444", FileKind.WORD, "A log")));
    when(notes.of(any(), any()))
        .thenReturn(List.of(note(NEWER, "call", NOTE, null), note(NOTE, "call", null, NEWER)));
    when(notes.find(any(), any(), eq(NOTE)))
        .thenReturn(Optional.of(note(NOTE, "call", null, null)));
    when(records.heads(any(), any(), anyInt(), anyInt()))
        .thenReturn(
            new FormRecords.Slice(
                List.of(
                    new FormHead(
                        RECORD.toString(),
                        new JourneyId("journey-0001"),
                        "Task_AgreeOptions",
                        "agree-options",
                        Map.of("offered", List.of("support-plan")),
                        NOW,
                        "maya.okafor")),
                null));
    when(recordWords.row(any(FormHead.class), any()))
        .thenReturn(
            new RecordWords.Row(
                RECORD.toString(), "Agree options", "2 April", "Maya", Map.of(), false));
    when(words.value(anyString(), any())).thenReturn("support plan");
    when(bundles.of(any(), any())).thenReturn(List.of(bundle(BundleStatus.PASSED)));
    when(bundles.find(any(), any(), eq("BU-7KQ2M9XD22")))
        .thenReturn(Optional.of(bundle(BundleStatus.TO_CHECK)));
    when(checks.objection(any(), any(), any())).thenReturn(Optional.empty());
    when(bundles.choice(any(), any(), any())).thenReturn(Optional.empty());
  }

  private ResultActions open(String url) throws Exception {
    return pages.perform(get(url).with(user("maya.okafor")));
  }

  private ResultActions send(String url, String... params) throws Exception {
    return SoundPage.send(pages, "maya.okafor", url, params);
  }

  private static Document page(ResultActions actions) throws Exception {
    actions.andExpect(
        header().string("Cache-Control", org.hamcrest.Matchers.containsString("no-store")));
    Document page = SoundPage.of(actions);
    assertThat(page.title()).endsWith(" – Haven").doesNotContain("Letter", "Jordan");
    return page;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/documents",
        "/notes",
        "/notes/new",
        "/notes/new?kind=call",
        "/notes/new?kind=statement",
        "/notes/new?kind=support",
        "/notes/00000000-0000-0000-0000-000000000001/correct",
        "/support-offered",
        "/bundles",
        "/bundles/new",
        "/bundles/BU-7KQ2M9XD22"
      })
  void shouldShowEachPageWhole_andNoneOfACaseThatIsClosedToThePerson(String url) throws Exception {
    page(open(CASE + url).andExpect(status().isOk()));
    open("/cases/HV-22222222" + url).andExpect(status().isNotFound());
    open("/cases/nonsense" + url).andExpect(status().isNotFound());
    // auditors and administrators see no content
    for (String who : List.of("owen.pike", "zoe.lamb")) {
      pages.perform(get(CASE + url).with(user(who))).andExpect(status().isForbidden());
    }
  }

  @Test
  void shouldLeadToEach_whenTheCaseIsOpened() throws Exception {
    when(documents.count(any(), any())).thenReturn(3);
    var section =
        Jsoup.parse(open("/evidence-section").andReturn().getResponse().getContentAsString());
    assertThat(section.select("a").eachAttr("href"))
        .containsExactly(
            CASE + "/documents", CASE + "/notes", CASE + "/support-offered", CASE + "/bundles");
    assertThat(section.text()).contains("Files 3").doesNotContain("??");
  }

  // files

  /** As a browser sends it: the fields in their order, the file last. */
  private static byte[] form(String token, String shows, String name, String content) {
    String part = "--limit\r\nContent-Disposition: form-data; name=\"";
    return (part
            + "_csrf\"\r\n\r\n"
            + token
            + "\r\n"
            + part
            + "shows\"\r\n\r\n"
            + shows
            + "\r\n"
            + part
            + "file\"; filename=\""
            + name
            + "\"\r\nContent-Type: image/jpeg\r\n\r\n"
            + content
            + "\r\n--limit--\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private ResultActions upload(String shows, String name, String content) throws Exception {
    var session = new MockHttpSession();
    String token =
        page(pages.perform(get(CASE + "/documents").with(user("maya.okafor")).session(session)))
            .select("form[action$=/documents] input[name=_csrf]")
            .attr("value");
    return pages.perform(
        post(CASE + "/documents")
            .with(user("maya.okafor"))
            .session(session)
            .contentType("multipart/form-data; boundary=limit")
            .content(form(token, shows, name, content)));
  }

  @Test
  void shouldStreamTheFileIn_whenTheFormIsSent() throws Exception {
    var read = new StringBuilder();
    when(documents.add(any(), eq(REF), eq("door.jpg"), eq("The door"), any(), any()))
        .thenAnswer(
            call -> {
              InputStream in = call.getArgument(5);
              read.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
              return new Added.Kept("DO-2222222222");
            });
    upload(" The door ", "C:\\photos\\door.jpg", "the photo")
        .andExpect(redirectedUrl(CASE + "/documents"))
        .andExpect(flash().attribute("done", "evidence.documents.added"));
    assertThat(read).hasToString("the photo");
  }

  @Test
  void shouldAskForAnotherName_whenThatOfTheFileIsTooLong() throws Exception {
    var page =
        page(upload("The door", "ا".repeat(300) + ".jpg", "x").andExpect(status().isBadRequest()));
    assertThat(page.select("#file-error").text()).contains("name of this file is too long");
    assertThat(page.select("#shows").val()).isEqualTo("The door");
    verify(documents, never()).add(any(), any(), any(), any(), any(), any());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"a\0.jpg", "../../../etc/passwd", "..\\..\\boot.ini", "..", "\u202egpj.exe"})
  void shouldNeverTakeAPath_howeverAFileIsCalled(String name) throws Exception {
    when(documents.add(any(), any(), any(), any(), any(), any()))
        .thenReturn(new Added.Kept("DO-2222222222"));
    int answered = upload("The door", name, "x").andReturn().getResponse().getStatus();
    assertThat(answered).isIn(302, 400);
    verify(documents, never())
        .add(any(), any(), argThat(n -> n.matches("(?s).*[/\\\\\0].*")), any(), any(), any());
  }

  @Test
  void shouldTakeNoFile_byAnAddressThatIsWrittenAnotherWay() throws Exception {
    var session = new MockHttpSession();
    pages
        .perform(
            post(java.net.URI.create(CASE + "/%64ocuments"))
                .with(user("maya.okafor"))
                .with(csrf())
                .session(session)
                .contentType("multipart/form-data; boundary=limit")
                .content(form("", "The door", "door.jpg", "x")))
        .andExpect(status().is4xxClientError());
    verify(documents, never()).add(any(), any(), any(), any(), any(), any());
  }

  @Test
  void shouldRefuseTheForm_whenItsTokenIsMissing() throws Exception {
    pages
        .perform(
            post(CASE + "/documents")
                .with(user("maya.okafor"))
                .contentType("multipart/form-data; boundary=limit")
                .content(form("", "The door", "door.jpg", "x")))
        .andExpect(status().isForbidden());
    pages
        .perform(
            post(CASE + "/documents")
                .with(user("maya.okafor"))
                .with(csrf().asHeader())
                .contentType("multipart/form-data; boundary=limit")
                .content("--limit\r\nno part"))
        .andExpect(status().is4xxClientError());
    verify(documents, never()).add(any(), any(), any(), any(), any(), any());
  }

  @ParameterizedTest
  @EnumSource(FileRefusal.class)
  void shouldSayNextToTheFieldWhy_whenAFileIsRefused(FileRefusal why) throws Exception {
    when(documents.add(any(), any(), any(), any(), any(), any()))
        .thenReturn(new Added.Refused(why));
    var page = page(upload("Kept words", "a.pdf", "x").andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.select("#file-error").text()).hasSizeGreaterThan(15);
    assertThat(page.select("#shows").val()).isEqualTo("Kept words");
  }

  @Test
  void shouldAskForWords_andNotForTheVaultsAddress() throws Exception {
    var page = page(upload(" ", "a.pdf", "x").andExpect(status().isBadRequest()));
    assertThat(page.select("#shows-error").text()).contains("Enter what the file shows");
    assertThat(page.select("#file-error").text()).contains("Choose the file again");
    when(vault.isNamedIn(any(), any())).thenReturn(true);
    page = page(upload("12 Sample Row", "a.pdf", "x").andExpect(status().isBadRequest()));
    assertThat(page.select("#shows-error").text()).contains("Take out the address");
    verify(documents, never()).add(any(), any(), any(), any(), any(), any());
  }

  @Test
  void shouldListFilesAndWarn_whenNobodyScansThem() throws Exception {
    var page = page(open(CASE + "/documents"));
    assertThat(page.select(".govuk-warning-text").text()).contains("not scanned for viruses");
    assertThat(page.select("main li").eachText().getFirst())
        .contains("Letter <i>of</i> March", "PDF, 3 MB", "Not scanned");
    assertThat(page.text()).contains("changed outside Haven").doesNotContain("IMG_0042");
    when(documents.scans()).thenReturn(true);
    assertThat(page(open(CASE + "/documents")).select(".govuk-warning-text")).isEmpty();
  }

  @Test
  void shouldGiveAFileOutNeutrally_whenItIsAskedFor() throws Exception {
    var content = mock(Documents.Content.class);
    byte[] bytes = "<script>".getBytes(StandardCharsets.UTF_8);
    when(content.view())
        .thenReturn(
            new DocumentView(
                "DO-3333333333",
                REF,
                FileKind.JPEG,
                bytes.length,
                null,
                true,
                null,
                new Sealed("her-name.jpg"),
                NOW,
                "x"));
    when(content.open()).thenReturn(new ByteArrayInputStream(bytes));
    when(documents.open(any(), eq(REF), eq("DO-3333333333"))).thenReturn(Optional.of(content));
    open(CASE + "/documents/DO-3333333333")
        .andExpect(status().isOk())
        .andExpect(content().bytes(bytes))
        .andExpect(header().string("Content-Type", "image/jpeg"))
        .andExpect(header().string("X-Content-Type-Options", "nosniff"))
        .andExpect(header().string("Cache-Control", "no-store"))
        .andExpect(header().string("Content-Security-Policy", "default-src 'none'; sandbox"))
        .andExpect(
            header().string("Content-Disposition", "attachment; filename=\"DO-3333333333.jpg\""));
    open(CASE + "/documents/DO-9999999999").andExpect(status().isNotFound());
    when(documents.open(any(), any(), eq("DO-5555555555")))
        .thenThrow(new TamperedValueException("document"));
    var refused = page(open(CASE + "/documents/DO-5555555555").andExpect(status().isBadRequest()));
    assertThat(refused.text()).contains("changed outside Haven and is not given out");
  }

  // notes

  private static final String[] CALL = {
    "kind",
    "call",
    "detail",
    "we-called",
    "person",
    "Jordan",
    "onDay",
    "1",
    "onMonth",
    "4",
    "onYear",
    "2026",
    "time",
    "9.05",
    "words",
    "She is well."
  };

  @Test
  void shouldWriteItDown_whenAllIsSaid() throws Exception {
    when(notes.write(any(), any(), any())).thenReturn(CaseNotes.Written.KEPT);
    send(CASE + "/notes/new", CALL).andExpect(redirectedUrl(CASE + "/notes"));
    var entry = ArgumentCaptor.forClass(CaseNotes.Entry.class);
    verify(notes).write(any(), eq(REF), entry.capture());
    assertThat(entry.getValue().happenedAt()).isEqualTo(Instant.parse("2026-04-01T08:05:00Z"));
    assertThat(entry.getValue().detail()).isEqualTo(new Code("we-called"));
    when(notes.correct(any(), any(), any(), any(), any())).thenReturn(CaseNotes.Written.KEPT);
    send(CASE + "/notes/" + NOTE + "/correct", with(CALL, "reason", "It was the first"))
        .andExpect(redirectedUrl(CASE + "/notes"));
    verify(notes).correct(any(), eq(REF), eq(NOTE), any(), eq("It was the first"));
  }

  private static String[] with(String[] params, String... more) {
    var all = new java.util.ArrayList<>(List.of(params));
    all.addAll(List.of(more));
    return all.toArray(String[]::new);
  }

  @Test
  void shouldSayWhatIsMissing_andKeepWhatWasTyped() throws Exception {
    var page =
        page(
            send(CASE + "/notes/new", "kind", "call", "onDay", "31", "onMonth", "4", "onYear", "26")
                .andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary__list a").eachAttr("href"))
        .containsExactly("#detail", "#person", "#on", "#time", "#words");
    assertThat(page.select("#on").val()).isEqualTo("31");
    page =
        page(send(CASE + "/notes/" + NOTE + "/correct", CALL).andExpect(status().isBadRequest()));
    assertThat(page.select("#reason-error").text()).contains("Enter what was wrong");
    assertThat(page.select("#words").text()).isEqualTo("She is well.");
    for (var refused :
        List.of(
            CaseNotes.Written.NAMES_VAULT,
            CaseNotes.Written.IN_FUTURE,
            CaseNotes.Written.CORRECTED_MEANWHILE)) {
      when(notes.write(any(), any(), any())).thenReturn(refused);
      page = page(send(CASE + "/notes/new", CALL).andExpect(status().isBadRequest()));
      assertThat(page.select(".govuk-error-summary__list a")).hasSize(1);
      assertThat(page.select("#words").text()).isEqualTo("She is well.");
    }
    send(CASE + "/notes/new", "kind", "gossip").andExpect(status().isNotFound());
  }

  @Test
  void shouldShowBoth_whenAnEntryWasCorrected() throws Exception {
    var page = page(open(CASE + "/notes"));
    assertThat(page.select("#note-" + NEWER).text())
        .contains("Call, she called: Jordan", "Corrects an earlier entry: wrong day");
    assertThat(page.select("#note-" + NOTE).text()).contains("Corrected later", "To the newer");
    assertThat(page.select("a[href=" + CASE + "/notes/" + NOTE + "/correct]")).isEmpty();
    assertThat(page.select("b")).isEmpty();
  }

  @Test
  void shouldListSupport_whereverItWasOffered() throws Exception {
    when(notes.of(any(), any())).thenReturn(List.of(note(NOTE, "support", null, null)));
    var page = page(open(CASE + "/support-offered"));
    assertThat(page.select("main li").eachText())
        .anyMatch(line -> line.contains("Agree options") && line.contains("support plan"))
        .anyMatch(line -> line.contains("He came"));
    assertThat(page.select("a[href=" + CASE + "/records/" + RECORD + "]")).hasSize(1);
  }

  // bundles

  @Test
  void shouldPutABundleTogether_whenPartsAreChosen() throws Exception {
    when(making.make(any(), any(), any(), any(), any())).thenReturn(new Made.Kept("BU-7KQ2M9XD22"));
    send(
            CASE + "/bundles/new",
            "recipient",
            "police",
            "chronology",
            "yes",
            "records",
            RECORD.toString(),
            "notes",
            NOTE.toString(),
            "documents",
            "DO-2222222222",
            "leaveOut-DO-2222222222",
            "2-4, 7",
            "cover-DO-2222222222",
            "1: 10 20.5 50 5\n\n5: 0,0,100,100",
            "redact",
            "Marigold\n  \n7 Sample Row")
        .andExpect(redirectedUrl(CASE + "/bundles/BU-7KQ2M9XD22"));
    var choice = ArgumentCaptor.forClass(BundleChoice.class);
    verify(making).make(any(), eq(REF), any(), choice.capture(), any());
    assertThat(choice.getValue())
        .isEqualTo(
            new BundleChoice(
                "police",
                true,
                false,
                List.of(RECORD),
                List.of(NOTE),
                List.of(
                    new BundleChoice.Exhibit(
                        "DO-2222222222",
                        List.of(2, 3, 4, 7),
                        List.of(
                            new BundleChoice.Cover(1, 10, 20.5, 50, 5),
                            new BundleChoice.Cover(5, 0, 0, 100, 100)))),
                List.of("Marigold", "7 Sample Row")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "0", "4-2", "1-", "1: 2", "99999999999999999999"})
  void shouldSayWhatIsWrong_whenPagesCannotBeRead(String typed) throws Exception {
    var page =
        page(
            send(
                    CASE + "/bundles/new",
                    "documents",
                    "DO-2222222222",
                    "leaveOut-DO-2222222222",
                    typed,
                    "cover-DO-2222222222",
                    typed,
                    "redact",
                    "--\nMarigold")
                .andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary__list a").eachAttr("href"))
        .containsExactly(
            "#recipient", "#leaveOut-DO-2222222222", "#cover-DO-2222222222", "#redact");
    assertThat(page.select("#leaveOut-DO-2222222222").val()).isEqualTo(typed);
    assertThat(page.select("#redact").text()).contains("Marigold");
    assertThat(page.select("#documents-DO-2222222222").hasAttr("checked")).isTrue();
    assertThat(page.select("details[open]")).hasSize(1);
    verify(making, never()).make(any(), any(), any(), any(), any());
  }

  @Test
  void shouldSayWhy_whenABundleCannotBeMade() throws Exception {
    when(making.make(any(), any(), any(), any(), any()))
        .thenReturn(new Made.Empty())
        .thenReturn(new Made.TooLong(600))
        .thenReturn(new Made.Unreadable("DO-2222222222"));
    for (String field : List.of("#chronology", "#documents", "#documents-DO-2222222222")) {
      var page =
          page(
              send(CASE + "/bundles/new", "recipient", "court").andExpect(status().isBadRequest()));
      assertThat(page.select(".govuk-error-summary__list a").attr("href")).isEqualTo(field);
    }
    send(CASE + "/bundles/new", "recipient", "court", "records", "x")
        .andExpect(status().isBadRequest());
  }

  @Test
  void shouldOfferWhatWasChosen_whenABundleIsMadeAnew() throws Exception {
    when(bundles.choice(any(), any(), eq("BU-7KQ2M9XD22")))
        .thenReturn(
            Optional.of(
                new BundleChoice(
                    "police",
                    false,
                    true,
                    List.of(RECORD),
                    List.of(NOTE),
                    List.of(
                        new BundleChoice.Exhibit(
                            "DO-2222222222",
                            List.of(2, 3),
                            List.of(new BundleChoice.Cover(1, 10, 20.5, 50, 5)))),
                    List.of("Marigold"))));
    var page = page(open(CASE + "/bundles/new?from=BU-7KQ2M9XD22"));
    assertThat(page.select("option[selected]").val()).isEqualTo("police");
    assertThat(page.select("main input[checked]").eachAttr("id"))
        .containsExactlyInAnyOrder(
            "decisions", "notes-" + NOTE, "records-" + RECORD, "documents-DO-2222222222");
    assertThat(page.select("#cover-DO-2222222222").text()).isEqualTo("1: 10.0 20.5 50.0 5.0");
    assertThat(page.select("#redact").text()).isEqualTo("Marigold");
    // a Word file can be no exhibit
    assertThat(page.text()).contains("cannot be shown in a bundle");
  }

  @Test
  void shouldTakeAnAnswerToEachQuestion_whenSomebodyChecks() throws Exception {
    String check = CASE + "/bundles/BU-7KQ2M9XD22/check";
    when(checks.check(any(), any(), any(), eq(true), any(), any())).thenReturn(Optional.empty());
    String[] yes = {
      "recipientRight", "yes", "noSafeAddress", "yes", "noMarac", "yes", "neutralSender", "yes"
    };
    send(check, yes).andExpect(redirectedUrl(CASE + "/bundles/BU-7KQ2M9XD22"));
    var page = page(send(check, "noMarac", "no").andExpect(status().isBadRequest()));
    assertThat(page.select(".govuk-error-summary__list a").eachAttr("href"))
        .containsExactly("#recipientRight", "#noSafeAddress", "#neutralSender");
    page =
        page(
            send(
                    check,
                    "recipientRight",
                    "yes",
                    "noSafeAddress",
                    "no",
                    "noMarac",
                    "yes",
                    "neutralSender",
                    "yes")
                .andExpect(status().isBadRequest()));
    assertThat(page.select("#whatToChange-error")).hasSize(1);
    for (BundleChecks.Objection objection : BundleChecks.Objection.values()) {
      when(checks.check(any(), any(), any(), eq(true), any(), any()))
          .thenReturn(Optional.of(objection));
      page = page(send(check, yes).andExpect(status().isBadRequest()));
      assertThat(page.select("#recipientRight-error").text()).hasSizeGreaterThan(20);
    }
    send(CASE + "/bundles/BU-9999999999/check", yes).andExpect(status().isNotFound());
  }

  @Test
  void shouldShowWhatWasFound_whenABundleCannotPass() throws Exception {
    when(bundles.find(any(), any(), any()))
        .thenReturn(
            Optional.of(
                bundle(
                    BundleStatus.CHECKED_ONCE,
                    "safe-address",
                    "her-contact",
                    "marac-words",
                    "redaction-left",
                    "changed-outside")));
    when(checks.objection(any(), any(), any()))
        .thenReturn(Optional.of(BundleChecks.Objection.SAME_PERSON));
    var page = page(open(CASE + "/bundles/BU-7KQ2M9XD22"));
    assertThat(page.select(".govuk-warning-text li")).hasSize(5);
    assertThat(page.select("form[action$=/check]")).isEmpty();
    assertThat(page.text())
        .contains(
            "somebody else has to check it",
            "1 page of exhibits was left out",
            "2 lines or decisions were");
    when(bundles.find(any(), any(), any()))
        .thenReturn(Optional.of(bundle(BundleStatus.PASSED, "safe-address")));
    assertThat(page(open(CASE + "/bundles/BU-7KQ2M9XD22")).text())
        .contains("must not leave any more")
        .doesNotContain("Take out the bundle");
    for (var status : List.of(BundleStatus.PASSED, BundleStatus.RETURNED)) {
      when(bundles.find(any(), any(), any())).thenReturn(Optional.of(bundle(status)));
      page(open(CASE + "/bundles/BU-7KQ2M9XD22"));
    }
  }

  @Test
  void shouldOfferNothingToAdd_whenSomebodyOnlyLooks() throws Exception {
    // given
    when(access.mayWork(any(), eq(REF))).thenReturn(false);
    for (String list : List.of("/documents", "/notes", "/support-offered", "/bundles")) {
      // when
      var shown = page(open(CASE + list));
      // then
      assertThat(shown.select("main form")).isEmpty();
      assertThat(shown.select("main a[href*=new], main a[href$=correct]")).isEmpty();
    }
    when(access.mayWork(any(), eq(REF))).thenReturn(true);
    assertThat(page(open(CASE + "/notes")).select("main a[href*=new]")).isNotEmpty();
  }

  @Test
  void shouldGiveTheBundleOutNeutrally() throws Exception {
    when(bundles.pdf(any(), any(), eq("BU-7KQ2M9XD22")))
        .thenReturn(
            Optional.of(new Bundles.Pdf(1, () -> new ByteArrayInputStream(new byte[] {1}))));
    open(CASE + "/bundles/BU-7KQ2M9XD22/file")
        .andExpect(status().isOk())
        .andExpect(header().string("Content-Type", "application/pdf"))
        .andExpect(header().string("Cache-Control", "no-store"))
        .andExpect(
            header().string("Content-Disposition", "attachment; filename=\"BU-7KQ2M9XD22.pdf\""));
    open(CASE + "/bundles/BU-9999999999/file").andExpect(status().isNotFound());
    when(bundles.pdf(any(), any(), eq("BU-7KQ2M9XD22")))
        .thenThrow(new TamperedValueException("bundle"));
    var refused =
        page(open(CASE + "/bundles/BU-7KQ2M9XD22/file").andExpect(status().isBadRequest()));
    assertThat(refused.text()).contains("changed outside Haven and is not given out");
  }
}
