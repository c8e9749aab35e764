package org.haven.training.web;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.haven.platform.ActingPerson;
import org.haven.platform.Training;
import org.haven.platform.calendar.WorkingCalendar;
import org.haven.platform.web.DateParts;
import org.haven.platform.web.PageToken;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.training.Effects;
import org.haven.training.Jump;
import org.haven.training.SampleMaking;
import org.haven.training.TrainingMoves;
import org.haven.training.TrainingMoves.Move;
import org.haven.training.TrainingMoves.Moved;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Profile;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.Resource;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.servlet.mvc.support.RedirectAttributes;

/**
 * The clock for training. Whoever has signed in may move it (a local default): in a Haven where
 * nothing is real each is trainer and trainee.
 */
@Controller
@Profile(Training.PROFILE)
class TrainingController {
  /** Local default: so far at once. What would fall due in more cannot be followed. */
  private static final int MOST_DAYS = 400;

  private static final Pattern TIME = Pattern.compile("([01]?\\d|2[0-3])[.:]([0-5]\\d)");
  private static final String TYPED = "typed";

  private final TrainingMoves clocks;
  private final Effects effects;
  private final SampleMaking sample;
  private final Clock clock;
  private final WorkingCalendar calendar;
  private final Times times;
  private final StaffNames names;
  private final MessageSource words;

  TrainingController(
      TrainingMoves clocks,
      Effects effects,
      SampleMaking sample,
      Clock clock,
      WorkingCalendar calendar,
      Times times,
      StaffNames names,
      MessageSource words) {
    this.clocks = clocks;
    this.effects = effects;
    this.sample = sample;
    this.clock = clock;
    this.calendar = calendar;
    this.times = times;
    this.names = names;
    this.words = words;
  }

  /** A way to move the clock, and where it leads. */
  record Button(String code, String words, String leads) {}

  /** Something wrong with a field. */
  record Problem(String key, String message) {}

  /** What came of the last move, in words. */
  record Came(String from, String to, String by, boolean over, List<String> lines) {}

  @GetMapping("/training")
  ModelAndView page() {
    return page(Map.of(), Map.of());
  }

  private ModelAndView page(Map<String, String> typed, Map<String, String> problems) {
    Instant now = clock.instant();
    var view = new ModelAndView("training/clock");
    if (!problems.isEmpty()) {
      view.setStatus(HttpStatus.BAD_REQUEST);
    }
    view.addObject("now", times.full(now));
    view.addObject("buttons", buttons(now));
    view.addObject("came", clocks.last().map(move -> came(move, now)).orElse(null));
    view.addObject("moving", clocks.isMoving());
    view.addObject("inStep", clocks.isInStep());
    view.addObject("making", sample.isMaking());
    view.addObject("token", UUID.randomUUID());
    view.addObject(TYPED, typed);
    view.addObject("problems", problems);
    view.addObject(
        "summary",
        problems.entrySet().stream().map(e -> new Problem(e.getKey(), e.getValue())).toList());
    return view;
  }

  private List<Button> buttons(Instant now) {
    Optional<Instant> limit = effects.nextLimit(now);
    var buttons = new ArrayList<Button>();
    for (Jump jump : Jump.values()) {
      jump.from(now, calendar, limit)
          .ifPresent(
              to ->
                  buttons.add(
                      new Button(
                          jump.code(), say("training.jump." + jump.code()), times.full(to))));
    }
    return buttons;
  }

  private Came came(Move move, Instant now) {
    Effects.Counts counts = effects.of(move.from(), move.to(), move.settledAt(), now);
    var lines = new ArrayList<String>();
    line(lines, "late", counts.late());
    line(lines, "near", counts.near());
    line(lines, "opened", counts.opened());
    line(lines, "takenBack", counts.takenBack());
    line(lines, "letters", counts.letters());
    line(lines, "ended", counts.ended());
    line(lines, "notices", counts.notices());
    if (lines.isEmpty()) {
      lines.add(say("training.came.nothing"));
    }
    return new Came(
        times.full(move.from()),
        times.full(move.to()),
        names.of(move.by()),
        move.settledAt() != null,
        lines);
  }

  private void line(List<String> lines, String what, long count) {
    if (count > 0) {
      lines.add(say("training.came." + what, count));
    }
  }

  @PostMapping("/training")
  ModelAndView move(
      ActingPerson who,
      @RequestParam(required = false) @Nullable String by,
      @RequestParam(required = false) @Nullable String token,
      RedirectAttributes redirect) {
    Instant now = clock.instant();
    Optional<Jump> jump = Jump.of(by);
    if (jump.isEmpty()) {
      return page(Map.of(), Map.of("by-hour", say("training.jump.choose")));
    }
    return jump.get()
        .from(now, calendar, effects.nextLimit(now))
        .map(to -> moved(who, token, to, redirect))
        .orElseGet(() -> told("noLimit", redirect));
  }

  @PostMapping("/training/moment")
  ModelAndView moment(
      ActingPerson who, @RequestParam Map<String, String> sent, RedirectAttributes redirect) {
    var problems = new LinkedHashMap<String, String>();
    DateParts day = DateParts.of(sent, "on");
    Optional<LocalTime> time = time(sent.getOrDefault("at", ""));
    if (!(day instanceof DateParts.Given)) {
      problems.put("on", say("training.on.wrong"));
    }
    if (time.isEmpty()) {
      problems.put("at", say("training.at.wrong"));
    }
    if (!(day instanceof DateParts.Given(LocalDate date)) || time.isEmpty()) {
      return page(sent, problems);
    }
    Instant now = clock.instant();
    Instant to = date.atTime(time.get()).atZone(WorkingCalendar.LONDON).toInstant();
    if (!to.isAfter(now)) {
      return page(sent, Map.of("on", say("training.on.past", times.full(now))));
    }
    if (Duration.between(now, to).toDays() > MOST_DAYS) {
      return page(sent, Map.of("on", say("training.on.far", MOST_DAYS)));
    }
    return moved(who, sent.get("token"), to, redirect);
  }

  private static Optional<LocalTime> time(String typed) {
    var parts = TIME.matcher(typed.strip());
    return parts.matches()
        ? Optional.of(
            LocalTime.of(Integer.parseInt(parts.group(1)), Integer.parseInt(parts.group(2))))
        : Optional.empty();
  }

  private ModelAndView moved(
      ActingPerson who, @Nullable String token, Instant to, RedirectAttributes redirect) {
    if (sample.isMaking()) {
      return told("making", redirect);
    }
    Moved moved = clocks.move(who, PageToken.of(token), to);
    return told(moved.name().toLowerCase(Locale.ROOT), redirect);
  }

  private static ModelAndView told(String what, RedirectAttributes redirect) {
    redirect.addFlashAttribute("told", what);
    return new ModelAndView("redirect:/training");
  }

  /** The tab of a training looks other than that of the real Haven. */
  @GetMapping("/icon.svg")
  ResponseEntity<Resource> icon() {
    return ResponseEntity.ok()
        .contentType(MediaType.valueOf("image/svg+xml"))
        .cacheControl(CacheControl.noCache())
        .body(new ClassPathResource("training/icon.svg"));
  }

  private String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
