package org.haven.platform.audit.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.flash;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.haven.platform.ActingPerson;
import org.haven.platform.Audit;
import org.haven.platform.CaseRef;
import org.haven.platform.audit.AuditTrail;
import org.haven.platform.audit.AuditVerifications;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.sealing.KeyScope;
import org.haven.platform.sealing.Sealing;
import org.haven.testing.TestDatabase;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.TypeExcludeFilter;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.FilterType;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The auditor's page and the administrator's page about keys, on a real database. */
@SpringBootTest
@AutoConfigureMockMvc
@SuppressWarnings("NullAway")
class AuditAndKeysPagesTest {
  @SpringBootConfiguration
  @EnableAutoConfiguration
  @ComponentScan(
      basePackages = {
        "org.haven.platform.web",
        "org.haven.platform.security",
        "org.haven.platform.audit",
        "org.haven.platform.sealing"
      },
      excludeFilters =
          @ComponentScan.Filter(type = FilterType.CUSTOM, classes = TypeExcludeFilter.class))
  static class Pages {
    @org.springframework.context.annotation.Bean
    java.time.Clock clock() {
      return java.time.Clock.systemUTC();
    }
  }

  private static final CaseRef REF = new CaseRef("HV-7KQ2M9XD");
  private static final ActingPerson MAYA =
      new ActingPerson("maya.okafor", "Maya Okafor", Set.of(), Set.of());
  private static final Path FOLDER = folder();

  @MockitoBean WorkingCalendar calendar;
  @Autowired MockMvc pages;
  @Autowired Audit audit;
  @Autowired AuditTrail trail;
  @Autowired AuditVerifications verifications;
  @Autowired Sealing sealing;

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
    registry.add("haven.sealing.key", () -> "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=");
  }

  private static Document page(ResultActions actions) throws Exception {
    var page = Jsoup.parse(actions.andReturn().getResponse().getContentAsString());
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.html()).doesNotContain("??");
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    page.select("main input:not([type=hidden]), main select")
        .forEach(
            field ->
                assertThat(page.select("label[for=" + field.id() + "]")).as(field.id()).hasSize(1));
    page.select("form[method=post]")
        .forEach(form -> assertThat(form.select("input[name=_csrf]")).hasSize(1));
    return page;
  }

  private ResultActions look(String... params) throws Exception {
    var request = post("/audit").with(user("owen.pike")).with(csrf());
    for (int i = 0; i < params.length; i += 2) {
      request.param(params[i], params[i + 1]);
    }
    return pages.perform(request);
  }

  @Test
  void shouldShowTheTrailWithoutContent_toAuditorsAlone() throws Exception {
    // given
    for (int i = 0; i < 60; i++) {
      audit.record(MAYA, "read-case", REF, Map.of("journey", "JO-SECRET"));
    }

    // then
    for (String other : new String[] {"maya.okafor", "zoe.lamb", "helen.marsh", "beth.quayle"}) {
      pages.perform(get("/audit").with(user(other))).andExpect(status().isForbidden());
      pages
          .perform(post("/audit").with(user(other)).with(csrf()))
          .andExpect(status().isForbidden());
      pages
          .perform(post("/audit/verification").with(user(other)).with(csrf()))
          .andExpect(status().isForbidden());
    }
    var page = page(pages.perform(get("/audit").with(user("owen.pike"))));
    assertThat(page.select(".haven-lines__item")).hasSize(50);
    assertThat(page.select(".haven-lines__item").last().text())
        .contains("read case", "HV-7KQ2M9XD", "Maya Okafor (maya.okafor)");
    assertThat(page.html()).doesNotContain("JO-SECRET");
    assertThat(page.select("nav a[href=/audit]")).hasSize(1);

    // and older rows by the same filter
    var filtered = page(look("who", "maya.okafor", "caseRef", "hv-7kq2m9xd"));
    String next = filtered.select("input[name=before]").val();
    assertThat(next).isNotEmpty();
    assertThat(filtered.select("form input[type=hidden][name=who]").val()).isEqualTo("maya.okafor");
    var older = page(look("who", "maya.okafor", "caseRef", "HV-7KQ2M9XD", "before", next));
    assertThat(older.select(".haven-lines__item")).hasSize(10);
  }

  @Test
  void shouldNameTheField_whenSomethingCannotBeLookedFor() throws Exception {
    var page =
        page(
            look(
                    "caseRef",
                    "nonsense",
                    "action",
                    "'; drop table",
                    "dayDay",
                    "31",
                    "dayMonth",
                    "2",
                    "dayYear",
                    "2026",
                    "who",
                    "maya.okafor")
                .andExpect(status().isBadRequest()));
    assertThat(page.title()).startsWith("Error: ");
    assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
        .containsExactly("#caseRef", "#day", "#action");
    assertThat(page.select("#who").val()).isEqualTo("maya.okafor");
    assertThat(page.select("#caseRef").val()).isEqualTo("nonsense");
    page(look("before", "nonsense").andExpect(status().isOk()));
  }

  @Test
  void shouldSayWhetherItHolds() throws Exception {
    // given
    audit.record(MAYA, "read-case", null, Map.of());
    trail.chain();
    verifications.verify("system");

    // then
    var page = page(pages.perform(get("/audit").with(user("owen.pike"))));
    assertThat(page.select("#verified").text()).contains("rows in order");
    assertThat(page.select("#checkpoint").text()).isNotEmpty();
    assertThat(page.select("#problem")).isEmpty();
    assertThat(page.text()).doesNotContain("could change the trail");

    // and when it is asked for
    pages
        .perform(post("/audit/verification").with(user("owen.pike")).with(csrf()))
        .andExpect(redirectedUrl("/audit"))
        .andExpect(flash().attributeExists("begun"));
  }

  @Test
  void shouldShowKeysByIdAndNumber_toAdministratorsAlone() throws Exception {
    // given
    sealing.seal(KeyScope.of(REF), "a", "1", "f", "x");

    // then
    pages.perform(get("/platform/keys").with(user("owen.pike"))).andExpect(status().isForbidden());
    var page = page(pages.perform(get("/platform/keys").with(user("zoe.lamb"))));
    assertThat(page.select("#current").text())
        .matches("The sealing key [0-9a-f]{16} wraps \\d+ keys\\.");
    assertThat(page.text()).contains("No other sealing key is needed any more");
    pages
        .perform(post("/platform/keys").with(user("zoe.lamb")).with(csrf()))
        .andExpect(redirectedUrl("/platform/keys"))
        .andExpect(flash().attribute("said", "keys.begun"));
    pages
        .perform(post("/platform/keys/search-index").with(user("zoe.lamb")).with(csrf()))
        .andExpect(redirectedUrl("/platform/keys"));
  }
}
