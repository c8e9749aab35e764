package org.haven.reportdomesticabuse.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;

import jakarta.servlet.http.Cookie;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.test.web.servlet.request.MockHttpServletRequestBuilder;

/** Somebody at the public pages, with a browser that keeps their one cookie. */
final class PublicVisitor {
  static final String AT = "/report-domestic-abuse";
  private static final AtomicInteger ADDRESSES = new AtomicInteger();

  private final MockMvc pages;
  private final String address;
  @Nullable Cookie cookie;
  String mark = "";

  PublicVisitor(MockMvc pages) {
    this(pages, "192.0.2." + ADDRESSES.incrementAndGet());
  }

  PublicVisitor(MockMvc pages, String address) {
    this.pages = pages;
    this.address = address;
  }

  /** A page as it comes, whatever it is. */
  MockHttpServletResponse ask(String page) throws Exception {
    return perform(get(AT + page));
  }

  /** A page that must be there. */
  Document open(String page) throws Exception {
    var response = ask(page);
    assertThat(response.getStatus()).as(page).isEqualTo(200);
    return page(response);
  }

  /** Sends a page's form with these fields, as pairs. */
  MockHttpServletResponse send(String page, String... fields) throws Exception {
    var all = new LinkedHashMap<String, String>();
    for (int i = 0; i < fields.length; i += 2) {
      all.put(fields[i], fields[i + 1]);
    }
    all.putIfAbsent("_csrf", mark);
    return perform(
        post(AT + page).contentType(MediaType.APPLICATION_FORM_URLENCODED).content(form(all)));
  }

  /** Opens a page, answers it, and finds itself on the page that follows. */
  PublicVisitor answer(String page, String next, String... fields) throws Exception {
    open(page);
    var response = send(page, fields);
    assertThat(response.getRedirectedUrl())
        .as(page + " " + response.getContentAsString())
        .isEqualTo(AT + next);
    return this;
  }

  MockHttpServletResponse perform(MockHttpServletRequestBuilder request) throws Exception {
    if (cookie != null) {
      request.cookie(cookie);
    }
    var response =
        pages
            .perform(
                request.with(
                    asked -> {
                      asked.setRemoteAddr(address);
                      return asked;
                    }))
            .andReturn()
            .getResponse();
    Cookie given = response.getCookie("VISIT");
    if (given != null) {
      cookie = given.getMaxAge() == 0 ? null : given;
    }
    return response;
  }

  /** What every public page is. */
  Document page(MockHttpServletResponse response) throws Exception {
    var page = Jsoup.parse(response.getContentAsString(StandardCharsets.UTF_8));
    assertThat(page.select("h1")).hasSize(1);
    assertThat(page.select("html").attr("lang")).isEqualTo("en");
    assertThat(page.text()).doesNotContain("??", "th:", "${");
    assertThat(page.title()).endsWith(" – Housing help").doesNotContainIgnoringCase("abuse");
    assertThat(page.select("script:not([src]), style, [style], iframe, img")).isEmpty();
    assertThat(page.select("[src], link[href]"))
        .allMatch(e -> (e.attr("src") + e.attr("href")).startsWith("/"));
    assertThat(page.select("a.govuk-exit-this-page__button[href=" + AT + "/exit]")).hasSize(1);
    assertThat(page.select("a.govuk-js-exit-this-page-skiplink")).hasSize(1);
    assertThat(page.select("main#main-content")).hasSize(1);
    assertThat(page.select("a[href='/'], a[href^='/sign']")).isEmpty();
    assertThat(response.getHeader("Cache-Control")).contains("no-store");
    assertThat(response.getHeader("Content-Security-Policy")).contains("script-src 'self';");
    assertThat(response.getHeader("Referrer-Policy")).isEqualTo("no-referrer");
    assertThat(response.getCookie("HAVEN")).isNull();
    assertThat(response.getCookie("JSESSIONID")).isNull();
    var input = page.selectFirst("input[name=_csrf]");
    if (input != null) {
      mark = input.val();
    }
    return page;
  }

  private static String form(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(e -> e.getKey() + "=" + URLEncoder.encode(e.getValue(), StandardCharsets.UTF_8))
        .collect(Collectors.joining("&"));
  }

  // journeys through the pages

  /** From the start to the last page, as somebody who is being abused. */
  PublicVisitor survivor(String words) throws Exception {
    open("");
    return answer("/first", "/about-you", "danger", "no")
        .answer("/about-you", "/your-words", "who", "survivor")
        .answer("/your-words", "/names", "words", words)
        .answer("/names", "/children", "survivor", "Maya Sample", "other", "Lee Sample")
        .answer("/children", "/home", "childAffected", "yes", "childHarmNow", "no")
        .answer(
            "/home", "/tonight", "tenure", "council-tenant", "address", "1 Sample Row\nSampleton")
        .answer("/tonight", "/reply", "safeTonight", "no")
        .answer("/reply", "/how-to-reply", "method", "phone")
        .answer(
            "/how-to-reply",
            "/needs",
            "detail",
            "01632 960111",
            "times",
            "Tuesdays before noon",
            "message",
            "no",
            "safeWord",
            "marmalade",
            "unsafe",
            "Never ring in the evening")
        .answer("/needs", "/check", "language", "Polish", "interpreter", "yes", "format", "audio");
  }
}
