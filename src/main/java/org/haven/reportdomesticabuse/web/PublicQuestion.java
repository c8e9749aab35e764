package org.haven.reportdomesticabuse.web;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.haven.reportdomesticabuse.ReportFacts;
import org.jspecify.annotations.Nullable;

/**
 * The questions of the public report, a page each, in the order in which they are asked. The last
 * part of an address and the title of a page say nothing of what is answered.
 */
enum PublicQuestion {
  DANGER(PublicField.choice("danger", "yes", "no", "unknown")),
  WHO(PublicField.choice("who", "survivor", "family", "neighbour", "agency")),
  WORDS(PublicField.box("words", 10_000).asRequired()),
  NAMES(
      PublicField.line("survivor"),
      PublicField.line("other"),
      PublicField.line("own").when("who", "family", "neighbour", "agency")),
  CHILDREN(
      PublicField.choice("childAffected", "yes", "no", "unknown"),
      PublicField.choice("childHarmNow", "yes", "no", "unknown")),
  HOME(PublicField.choice("tenure", ReportFacts.TENURES), PublicField.box("address", 500)),
  TONIGHT(PublicField.choice("safeTonight", "yes", "no", "unknown")),
  REPLY(PublicField.choice("method", "phone", "text", "email", "post", "agency", "none")),
  REPLY_HOW(
      PublicField.line("detail").asRequired(),
      PublicField.line("times"),
      PublicField.choice("message", "yes", "no").when("method", "phone", "agency"),
      PublicField.line("safeWord"),
      PublicField.box("unsafe", 500)),
  REACH(PublicField.box("reach", 1000)),
  NEEDS(
      PublicField.line("language"),
      PublicField.choice("interpreter", "yes", "no").asOptional(),
      PublicField.choice("format", "standard", "large-print", "braille", "audio", "translation")
          .asOptional(),
      PublicField.line("access"));

  /** Asked whoever reports. */
  private static final Set<PublicQuestion> NOT_OF_ALL = EnumSet.of(REPLY_HOW, REACH);

  private final List<PublicField> fields;

  PublicQuestion(PublicField... fields) {
    this.fields = List.of(fields);
  }

  /** The last part of the page's address. */
  String page() {
    return switch (this) {
      case DANGER -> "first";
      case WHO -> "about-you";
      case WORDS -> "your-words";
      case REPLY_HOW -> "how-to-reply";
      default -> name().toLowerCase(java.util.Locale.ROOT);
    };
  }

  static Optional<PublicQuestion> at(String page) {
    return Arrays.stream(values()).filter(question -> question.page().equals(page)).findFirst();
  }

  /** What the page asks, given what was answered before. */
  List<PublicField> fields(Map<String, String> answers) {
    return fields.stream().filter(f -> f.isAsked(answers)).toList();
  }

  boolean isAsked(Map<String, String> answers) {
    return switch (this) {
      case REPLY_HOW -> answers.containsKey("method") && !"none".equals(answers.get("method"));
      case REACH -> isOfAnother(answers);
      default -> !NOT_OF_ALL.contains(this);
    };
  }

  /** Everything on this page that must be answered is. */
  boolean isAnswered(Map<String, String> answers) {
    return fields(answers).stream().allMatch(f -> !f.required() || answers.containsKey(f.name()));
  }

  /** Does somebody else report than the person who is abused? */
  static boolean isOfAnother(Map<String, String> answers) {
    return answers.containsKey("who") && !"survivor".equals(answers.get("who"));
  }

  static List<PublicQuestion> asked(Map<String, String> answers) {
    return Arrays.stream(values()).filter(question -> question.isAsked(answers)).toList();
  }

  /** The names of all that is asked: an answer to something else was left behind by a change. */
  static Set<String> names(Map<String, String> answers) {
    return asked(answers).stream()
        .flatMap(question -> question.fields(answers).stream())
        .map(PublicField::name)
        .collect(Collectors.toSet());
  }

  /** The first page that still needs an answer. */
  static Optional<PublicQuestion> missing(Map<String, String> answers) {
    return asked(answers).stream().filter(question -> !question.isAnswered(answers)).findFirst();
  }

  Optional<PublicQuestion> next(Map<String, String> answers) {
    return asked(answers).stream().filter(question -> question.compareTo(this) > 0).findFirst();
  }

  Optional<PublicQuestion> before(Map<String, String> answers) {
    return asked(answers).reversed().stream()
        .filter(question -> question.compareTo(this) < 0)
        .findFirst();
  }

  /**
   * One thing that is asked.
   *
   * @param options what may be chosen; empty for a text
   * @param longest in characters
   * @param lines may it have several lines?
   * @param condition the field that must have been answered with one of {@code values} for this to
   *     be asked; empty if it is always asked
   */
  record PublicField(
      String name,
      List<String> options,
      int longest,
      boolean lines,
      boolean required,
      String condition,
      List<String> values) {
    private static final int LONGEST_LINE = 200;

    /**
     * What nobody types, and what turns text around so that it reads as something else: other
     * control characters than the ends of lines, marks of writing direction, halves of letters.
     */
    private static final Pattern NOT_TYPED =
        Pattern.compile(
            "[\\p{Cc}&&[^\\n\\t]]|[\\u202a-\\u202e\\u2066-\\u2069\\ufffe\\uffff]|\\p{Cs}");

    static PublicField choice(String name, String... options) {
      return choice(name, List.of(options));
    }

    static PublicField choice(String name, List<String> options) {
      return new PublicField(name, options, 0, false, true, "", List.of());
    }

    static PublicField line(String name) {
      return new PublicField(name, List.of(), LONGEST_LINE, false, false, "", List.of());
    }

    static PublicField box(String name, int longest) {
      return new PublicField(name, List.of(), longest, true, false, "", List.of());
    }

    PublicField asRequired() {
      return new PublicField(name, options, longest, lines, true, condition, values);
    }

    PublicField asOptional() {
      return new PublicField(name, options, longest, lines, false, condition, values);
    }

    PublicField when(String condition, String... values) {
      return new PublicField(name, options, longest, lines, required, condition, List.of(values));
    }

    boolean isAsked(Map<String, String> answers) {
      return condition.isEmpty() || values.contains(answers.getOrDefault(condition, ""));
    }

    boolean isChoice() {
      return !options.isEmpty();
    }

    /** What was sent, as it may be kept and shown. */
    String read(@Nullable String sent) {
      String text = sent == null ? "" : sent.replace("\r\n", "\n").replace('\r', '\n');
      text = NOT_TYPED.matcher(text).replaceAll("");
      return (lines ? text : text.replace('\n', ' ').replace('\t', ' ')).strip();
    }

    /** What is wrong with an answer, as the end of a message key. */
    Optional<String> problem(String answer) {
      if (answer.isEmpty()) {
        return required ? Optional.of("missing") : Optional.empty();
      }
      if (isChoice()) {
        return options.contains(answer) ? Optional.empty() : Optional.of("missing");
      }
      return answer.length() > longest ? Optional.of("long") : Optional.empty();
    }
  }
}
