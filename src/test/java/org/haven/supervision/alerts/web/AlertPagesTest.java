package org.haven.supervision.alerts.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.redirectedUrl;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.util.Map;
import java.util.UUID;
import org.haven.testing.PagesOfHaven;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** The pages of alerts, with all that they stand on but the engine. */
@SuppressWarnings("NullAway") // Spring sets the fields
class AlertPagesTest extends PagesOfHaven {
  private static final String PAGE = "/supervision/alerts";

  @Autowired MockMvc mvc;
  @Autowired JdbcClient db;

  @AfterEach
  void clear() {
    db.sql("delete from alert_rule").update();
  }

  private Document page(String username, String address) throws Exception {
    return read(mvc.perform(get(address).with(user(username))).andExpect(status().isOk()));
  }

  private static Document read(ResultActions answer) throws Exception {
    return Jsoup.parse(answer.andReturn().getResponse().getContentAsString());
  }

  private ResultActions send(String username, String address, String... fields) throws Exception {
    var request = post(address).with(user(username)).with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    return mvc.perform(request);
  }

  private static String[] good(String once) {
    return new String[] {
      "once", once, "version", "1", "measure", "late-tasks", "amount", "", "team",
      "housing-solutions", "journey", "", "limit", "", "comparison", "above", "threshold", "5",
      "minutes", "30", "recipients", "me", "channel", "page", "quietFrom", "18.00", "quietTo",
      "8:00", "quietDays", "saturday", "urgent", "no"
    };
  }

  private static String[] with(String[] fields, String... changes) {
    String[] changed = fields.clone();
    for (int c = 0; c < changes.length; c += 2) {
      for (int i = 0; i < changed.length; i += 2) {
        if (changed[i].equals(changes[c])) {
          changed[i + 1] = changes[c + 1];
        }
      }
    }
    return changed;
  }

  private String id() {
    return db.sql("select id::text from alert_rule").query(String.class).single();
  }

  @Test
  void shouldWriteARule_once() throws Exception {
    // given
    assertThat(page("helen.marsh", PAGE).select("#none")).hasSize(1);
    var form = page("helen.marsh", PAGE + "/new");
    String once = form.select("#rule input[name=once]").val();
    // when
    for (int i = 0; i < 2; i++) {
      send("helen.marsh", PAGE + "/new", good(once)).andExpect(redirectedUrl(PAGE));
    }
    // then
    var rows = page("helen.marsh", PAGE).select("#alerts tbody tr");
    assertThat(rows).hasSize(1);
    assertThat(rows.text())
        .isEqualTo(
            "Late tasks, Housing Solutions above 5, for at least 30 minutes Helen Marsh"
                + " As it should be");
    var shown = page("helen.marsh", PAGE + "/" + id());
    assertThat(shown.select("#quietFrom").val()).isEqualTo("18.00");
    assertThat(shown.select("input[name=quietDays][checked]").eachAttr("value"))
        .containsExactly("saturday");
    assertThat(shown.select("#history-title")).hasSize(1);
  }

  @Test
  void shouldSayWhatIsWrong_besideTheField_andKeepWhatWasTyped() throws Exception {
    String once = UUID.randomUUID().toString();
    for (var wrong :
        Map.ofEntries(
                Map.entry("measure", "nonsense"),
                Map.entry("threshold", "5.5"),
                Map.entry("minutes", "-1"),
                Map.entry("team", "nobody"),
                Map.entry("journey", "<script>"),
                Map.entry("limit", "nonsense"),
                Map.entry("comparison", ""),
                Map.entry("recipients", "all"),
                Map.entry("channel", "sms"),
                Map.entry("quietFrom", "25.00"),
                Map.entry("quietTo", ""),
                Map.entry("quietDays", "someday"),
                Map.entry("urgent", ""))
            .entrySet()) {
      var page =
          read(
              send("helen.marsh", PAGE + "/new", with(good(once), wrong.getKey(), wrong.getValue()))
                  .andExpect(status().isBadRequest()));
      assertThat(page.title()).as(wrong.getKey()).startsWith("Error:");
      assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
          .as(wrong.getKey())
          .containsExactly("#" + wrong.getKey());
      assertThat(page.select("#" + wrong.getKey())).as(wrong.getKey()).hasSize(1);
      assertThat(page.select("#" + wrong.getKey() + "-error")).as(wrong.getKey()).hasSize(1);
      if (!wrong.getKey().equals("threshold")) {
        assertThat(page.select("#threshold").val()).isEqualTo("5");
      }
    }
    // what hangs together
    for (var wrong :
        Map.of(
                "named", with(good(once), "recipients", "named"),
                "amount", with(good(once), "measure", "due-soon"),
                "team", with(good(once), "measure", "open-incidents"),
                "limit", with(good(once), "measure", "share-met", "amount", "30"),
                "quietTo", with(good(once), "quietTo", "18.00"))
            .entrySet()) {
      var page =
          read(
              send("helen.marsh", PAGE + "/new", wrong.getValue())
                  .andExpect(status().isBadRequest()));
      assertThat(page.select(".govuk-error-summary a").eachAttr("href"))
          .as(wrong.getKey())
          .containsExactly("#" + wrong.getKey());
      assertThat(page.select("#" + wrong.getKey() + "-error")).as(wrong.getKey()).hasSize(1);
    }
    assertThat(db.sql("select count(*) from alert_rule").query(Integer.class).single()).isZero();
  }

  @Test
  void shouldChangeSwitchAndDelete_forWhoeverMay() throws Exception {
    // given
    send("helen.marsh", PAGE + "/new", good(UUID.randomUUID().toString()));
    String one = PAGE + "/" + id();
    // then: to another supervisor there is none
    for (String address : new String[] {one, one + "/switch"}) {
      send("ines.moreau", address, good("x")).andExpect(status().isNotFound());
    }
    mvc.perform(get(one).with(user("ines.moreau"))).andExpect(status().isNotFound());
    send("ines.moreau", one + "/delete").andExpect(redirectedUrl(PAGE));
    assertThat(page("ines.moreau", PAGE).select("#alerts")).isEmpty();
    mvc.perform(get(PAGE).with(user("maya.okafor"))).andExpect(status().isForbidden());
    mvc.perform(get(PAGE + "/nonsense").with(user("helen.marsh"))).andExpect(status().isNotFound());
    // when
    send("helen.marsh", one, with(good("x"), "threshold", "9")).andExpect(redirectedUrl(PAGE));
    assertThat(page("helen.marsh", PAGE).select("#alerts").text()).contains("above 9");
    // and whoever saw an older one is told
    var late =
        read(
            send("clare.hodge", one, with(good("x"), "threshold", "7"))
                .andExpect(status().isBadRequest()));
    assertThat(late.select("#measure-error").text()).contains("meanwhile");
    // the same again is done already
    send("helen.marsh", one, with(good("x"), "threshold", "9")).andExpect(redirectedUrl(PAGE));
    // when
    for (int i = 0; i < 2; i++) {
      send("helen.marsh", one + "/switch", "on", "no").andExpect(redirectedUrl(PAGE));
    }
    assertThat(page("helen.marsh", PAGE).select("#alerts").text()).contains("Switched off");
    for (int i = 0; i < 2; i++) {
      send("helen.marsh", one + "/delete").andExpect(redirectedUrl(PAGE));
    }
    assertThat(page("helen.marsh", PAGE).select("#none")).hasSize(1);
  }

  @Test
  void shouldShowARule_toWhomItTells_withoutAFormToChangeIt() throws Exception {
    // given
    send(
            "clare.hodge",
            PAGE + "/new",
            "once",
            UUID.randomUUID().toString(),
            "measure",
            "late-tasks",
            "comparison",
            "above",
            "threshold",
            "0",
            "minutes",
            "0",
            "recipients",
            "named",
            "named",
            "helen.marsh",
            "channel",
            "mail",
            "urgent",
            "no")
        .andExpect(redirectedUrl(PAGE));
    // when
    var page = page("helen.marsh", PAGE + "/" + id());
    // then
    assertThat(page.select("form#rule, form#switch, form#delete")).isEmpty();
    assertThat(page.select("#words").text()).isEqualTo("Late tasks: above 0");
    send("helen.marsh", PAGE + "/" + id(), good("x")).andExpect(status().isNotFound());
    // and clare, who is not told, sees nothing of what it told
    assertThat(page("clare.hodge", PAGE + "/" + id()).select("#history-title")).isEmpty();
  }
}
