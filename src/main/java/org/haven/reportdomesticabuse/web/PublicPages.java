package org.haven.reportdomesticabuse.web;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.haven.forms.FormProblem;
import org.haven.reportdomesticabuse.web.PublicQuestion.PublicField;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The pages of the public report: what each says, in words that fit whoever reports. */
@Component
class PublicPages {
  static final String AT = "/report-domestic-abuse";

  private final MessageSource words;

  PublicPages(MessageSource words) {
    this.words = words;
  }

  /** One thing that is asked, as the page shows it. */
  record Asked(
      String name,
      String label,
      @Nullable String hint,
      @Nullable String problem,
      String value,
      boolean lines,
      List<Option> options) {
    @Override
    public String toString() {
      return "Asked[***]";
    }
  }

  record Option(String value, String label, @Nullable String hint) {}

  /** What was answered, with where it can be changed. */
  record Answered(String label, @Nullable String answer, String change) {
    @Override
    public String toString() {
      return "Answered[***]";
    }
  }

  static ModelAndView to(String page) {
    return new ModelAndView("redirect:" + AT + (page.isEmpty() ? "" : "/" + page));
  }

  /**
   * A page that tells that something is not there, with the way to the start.
   *
   * @param what {@code not-found} or {@code over}
   */
  ModelAndView told(String what, HttpStatus status) {
    return plain("told", status).addObject("what", what);
  }

  /** A page that only shows something. */
  ModelAndView plain(String name, HttpStatus status) {
    return new ModelAndView("report-domestic-abuse/public/" + name, status);
  }

  /**
   * @param answers all that was answered before
   * @param typed what stands in the fields of this page
   * @param problems by field, or {@link FormProblem#WHOLE_FORM}: what is wrong
   */
  ModelAndView question(
      PublicQuestion question,
      Map<String, String> answers,
      Map<String, String> typed,
      Map<String, String> problems,
      HttpStatus status) {
    boolean other = PublicQuestion.isOfAnother(answers);
    var asked = new ArrayList<Asked>();
    for (PublicField field : question.fields(answers)) {
      asked.add(
          new Asked(
              field.name(),
              say("public.field." + field.name(), other),
              orNull("public.field." + field.name() + ".hint", other),
              problems.get(field.name()),
              typed.getOrDefault(field.name(), ""),
              field.lines(),
              field.options().stream()
                  .map(option -> option(field.name(), option, other))
                  .toList()));
    }
    var view = plain("question", status);
    view.addObject("page", question.page());
    view.addObject("heading", say("public.title." + question.page(), other));
    view.addObject("intro", orNull("public.intro." + question.page(), other));
    view.addObject("asked", asked);
    // a page of one question is headed by it
    view.addObject("alone", asked.size() == 1 && !asked.getFirst().options().isEmpty());
    view.addObject("problems", summary(problems));
    view.addObject(
        "back", question.before(answers).map(before -> AT + "/" + before.page()).orElse(AT));
    return view;
  }

  ModelAndView check(Map<String, String> answers, @Nullable String problem, HttpStatus status) {
    boolean other = PublicQuestion.isOfAnother(answers);
    var answered = new ArrayList<Answered>();
    for (PublicQuestion question : PublicQuestion.asked(answers)) {
      for (PublicField field : question.fields(answers)) {
        String answer = answers.get(field.name());
        answered.add(
            new Answered(
                say("public.field." + field.name(), other),
                answer == null || !field.isChoice()
                    ? answer
                    : say("public.option." + field.name() + "." + answer, other),
                AT + "/" + question.page() + "#" + field.name()));
      }
    }
    var view = plain("check", status);
    view.addObject("answered", answered);
    view.addObject("problems", summary(problem == null ? Map.of() : Map.of("send", problem)));
    return view;
  }

  /** What is wrong with a field, in words that name it. */
  String problem(PublicField field, String what, boolean other) {
    return what.equals("long")
        ? words.getMessage("public.long", new Object[] {field.longest()}, Locale.UK)
        : say("public.field." + field.name() + "." + what, other);
  }

  /**
   * How long somebody has to wait.
   *
   * @param key the message, whose one argument is the number of minutes
   */
  String wait(String key, Duration wait) {
    return words.getMessage(key, new Object[] {wait.toMinutes() + 1}, Locale.UK);
  }

  String say(String key) {
    return words.getMessage(key, null, Locale.UK);
  }

  private Option option(String field, String option, boolean other) {
    String key = "public.option." + field + "." + option;
    return new Option(option, say(key, other), orNull(key + ".hint", other));
  }

  /** The words for whoever reports for another, where they differ. */
  private String say(String key, boolean other) {
    String said = other ? words.getMessage(key + ".other", null, null, Locale.UK) : null;
    return said == null ? say(key) : said;
  }

  private @Nullable String orNull(String key, boolean other) {
    String said = other ? words.getMessage(key + ".other", null, null, Locale.UK) : null;
    return said == null ? words.getMessage(key, null, null, Locale.UK) : said;
  }

  private static List<FormProblem> summary(Map<String, String> problems) {
    return new LinkedHashMap<>(problems)
        .entrySet().stream().map(e -> new FormProblem(e.getKey(), e.getValue())).toList();
  }
}
