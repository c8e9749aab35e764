package org.haven.evidence.web;

import java.util.Map;
import org.haven.casefile.CaseWork;
import org.haven.casefile.FormRecord;
import org.haven.casefile.TimelineEntry;
import org.haven.casefile.web.CaseWords;
import org.haven.casefile.web.RecordWords;
import org.haven.evidence.BundleMaking;
import org.haven.evidence.CaseNote;
import org.haven.platform.ActingPerson;
import org.haven.platform.CaseRef;
import org.haven.platform.web.StaffNames;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The words of the case page, for a bundle. */
@Component
class BundleWords {
  private final CaseWork work;
  private final RecordWords records;
  private final CaseWords words;
  private final StaffNames names;
  private final CasePages pages;

  BundleWords(
      CaseWork work, RecordWords records, CaseWords words, StaffNames names, CasePages pages) {
    this.work = work;
    this.records = records;
    this.words = words;
    this.names = names;
    this.pages = pages;
  }

  BundleMaking.Words of(ActingPerson who, CaseRef caseRef) {
    Map<String, String> titles = RecordWords.titles(work.tasks(who, caseRef));
    return new BundleMaking.Words() {
      @Override
      public Map<String, String> answers(FormRecord record) {
        return records.row(record, titles).answers();
      }

      @Override
      public String title(FormRecord record) {
        return records.row(record, titles).title();
      }

      @Override
      public String sentence(TimelineEntry entry) {
        return words.sentence(entry);
      }

      @Override
      public String value(String name, @Nullable Object value) {
        return words.value(name, value);
      }

      @Override
      public String plain(String code) {
        return CaseWords.plain(code);
      }

      @Override
      public String name(String username) {
        return switch (username) {
          case "system" -> "Haven";
          case "partner" -> "a partner agency";
          case "public" -> "the online report";
          default -> names.of(username);
        };
      }

      @Override
      public String title(CaseNote note) {
        String kind = pages.say("evidence.note.kind." + note.kind().value());
        String detail =
            note.detail() == null
                ? ""
                : ", " + pages.say("evidence.note.detail." + note.detail().value());
        return kind + detail + (note.person() == null ? "" : ": " + note.person().clear());
      }
    };
  }
}
