package org.haven.tasks.web;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.haven.platform.ActingPerson;
import org.haven.platform.web.StaffNames;
import org.haven.platform.web.Times;
import org.haven.tasks.TaskNote;
import org.haven.tasks.TaskNotes;
import org.haven.tasks.TaskView;
import org.jspecify.annotations.Nullable;
import org.springframework.context.MessageSource;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.ModelAndView;

/** The notes at a task, in the words of its pages. */
@Component
class NotesBox {
  private final TaskNotes notes;
  private final StaffNames names;
  private final Times times;
  private final MessageSource messages;

  NotesBox(TaskNotes notes, StaffNames names, Times times, MessageSource messages) {
    this.notes = notes;
    this.names = names;
    this.times = times;
    this.messages = messages;
  }

  /**
   * A note in the page's words.
   *
   * @param kind what it is, empty if it is a note and nothing else
   */
  record NoteRow(String id, @Nullable String words, String by, String at, String kind) {}

  /** The notes themselves, for what else the page shows of them. */
  List<TaskNote> add(ModelAndView view, ActingPerson who, TaskView task) {
    List<TaskNote> all = notes.of(who, task.id());
    view.addObject("notes", all.stream().map(this::row).toList());
    view.addObject("noteOnce", UUID.randomUUID().toString());
    view.addObject("noteProblems", Map.of());
    view.addObject("noteTyped", "");
    view.addObject("mayName", notes.colleagues(who, task));
    return all;
  }

  private NoteRow row(TaskNote note) {
    String named = String.join(", ", note.named().stream().map(names::of).toList());
    return new NoteRow(
        note.id().toString(),
        note.words() == null ? null : note.words().clear(),
        names.of(note.by()),
        times.at(note.at()),
        named.isEmpty() && note.kind() == TaskNote.Kind.NOTE
            ? ""
            : messages.getMessage(
                "tasks.notes.kind." + note.kind() + (named.isEmpty() ? ".team" : ""),
                new Object[] {named},
                Locale.UK));
  }
}
