package org.haven.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.net.URI;
import java.util.Objects;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.ResultActions;

/** What each page must be, whatever it shows; and how a person comes to one. */
public final class SoundPage {
  private SoundPage() {}

  /** Reads an answer as a page and holds it against what is true of every page of Haven. */
  public static Document of(ResultActions answer) throws Exception {
    Document page = Jsoup.parse(answer.andReturn().getResponse().getContentAsString());
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.html()).doesNotContain("??");
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.select("[style], [onclick]")).isEmpty();
    assertThat(page.select("script:not([src]):not([type=application/json])")).isEmpty();
    for (Element form : page.select("form[method=post]")) {
      assertThat(form.select("input[name=_csrf]")).as(form.attr("action")).hasSize(1);
    }
    for (Element control :
        page.select("main input:not([type=hidden]), main select, main textarea")) {
      assertThat(page.select("label[for=" + control.id() + "]")).as(control.id()).hasSize(1);
    }
    for (Element told : page.select("main [aria-describedby]")) {
      for (String id : told.attr("aria-describedby").strip().split(" ")) {
        assertThat(page.getElementById(id)).as(id).isNotNull();
      }
    }
    boolean drawnInTheBrowser = !page.select("script[type=application/json]").isEmpty();
    for (Element error : page.select(".govuk-error-summary__list a")) {
      if (!drawnInTheBrowser) {
        assertThat(page.getElementById(error.attr("href").substring(1)))
            .as(error.text())
            .isNotNull();
      }
    }
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
    return page;
  }

  /**
   * @param fields name and value in turn
   */
  public static ResultActions send(MockMvc pages, String who, String address, String... fields)
      throws Exception {
    var request = post(address).with(user(who)).with(csrf());
    for (int i = 0; i < fields.length; i += 2) {
      request.param(fields[i], fields[i + 1]);
    }
    return pages.perform(request);
  }

  /** The page that an answer leads to, with what it is told on the way. */
  public static Document followed(MockMvc pages, String who, ResultActions sent) throws Exception {
    var answer = sent.andExpect(status().is3xxRedirection()).andReturn();
    String address = Objects.requireNonNull(answer.getResponse().getRedirectedUrl());
    var next = get(URI.create(address)).with(user(who));
    if (!answer.getFlashMap().isEmpty()) {
      next.flashAttrs(answer.getFlashMap());
    }
    return of(pages.perform(next));
  }
}
