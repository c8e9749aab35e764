package org.haven.supervision.web;

import java.util.Locale;
import org.haven.supervision.InstanceActs;
import org.haven.supervision.InstanceActs.Wrong;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;

/** What is wrong with an act that somebody asked for, in words. */
@Component
class WrongWords {
  private final MessageSource words;

  WrongWords(MessageSource words) {
    this.words = words;
  }

  String of(Wrong wrong) {
    return switch (wrong) {
      case Wrong.NoReason() -> say("instances.wrong.noReason");
      case Wrong.ReasonTooLong() ->
          say("instances.wrong.reasonTooLong", InstanceActs.LONGEST_REASON);
      case Wrong.NamesVault() -> say("instances.wrong.namesVault");
      case Wrong.BadValue() -> say("instances.wrong.badValue");
      case Wrong.SameValue() -> say("instances.wrong.sameValue");
      case Wrong.CannotMove(var why, var title) -> say("instances.hindrance." + why.name(), title);
    };
  }

  private String say(String key, Object... arguments) {
    return words.getMessage(key, arguments, Locale.UK);
  }
}
