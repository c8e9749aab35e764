package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.SAM;
import static org.haven.tasks.TestTasks.TERRY;

import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AddressVault;
import org.haven.casefile.By;
import org.haven.casefile.Conflicts;
import org.haven.casefile.HeldRecords;
import org.haven.platform.ActingPerson;
import org.haven.platform.Code;
import org.haven.platform.sealing.Sealed;
import org.haven.tasks.TaskNotes.Written;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskNotesTest {
  private final TestTasks haven = new TestTasks();
  private final TaskNotes notes = haven.get(TaskNotes.class);
  private final Notices notices = haven.get(Notices.class);

  @AfterEach
  void close() {
    haven.close();
  }

  private Written write(ActingPerson who, long id, String words) {
    return notes.write(who, id, UUID.randomUUID(), words);
  }

  @Test
  void shouldReachThoseWhoAreNamed_eachTime() {
    // given
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    // when
    assertThat(write(ALEX, id, "Ask @bella, or @sam. Not a@bella or @alex"))
        .isEqualTo(new Written.Kept());
    // then
    assertThat(notices.unread(BELLA)).extracting(NoticeView::kind).contains(NoticeKind.MENTIONED);
    assertThat(notices.unread(SAM)).extracting(NoticeView::taskId).contains(id);
    assertThat(notices.unread(ALEX)).isEmpty();
    assertThat(notes.of(BELLA, id).getFirst().words())
        .isEqualTo(new Sealed("Ask @bella, or @sam. Not a@bella or @alex"));
    assertThat(notes.of(TERRY, id)).isEmpty();
    // and once more when they have read it
    notices.unread(BELLA).forEach(notice -> notices.markRead(BELLA, notice.id()));
    write(ALEX, id, "@bella again");
    assertThat(notices.unread(BELLA)).hasSize(1);
    // and nothing of it stands in clear
    assertThat(
            haven
                .db
                .sql("select string_agg(t::text, '') from (select * from task_note) t")
                .query(String.class)
                .single())
        .doesNotContain("again");
    var held = haven.get("heldTaskNotes", HeldRecords.class);
    assertThat(held.list(caseRef, HeldRecords.About.HER)).hasSize(2);
    assertThat(held.list(caseRef, HeldRecords.About.OTHER_PARTY)).isEmpty();
  }

  @Test
  void shouldSayWhomNobodyKnows_alikeForAColleagueWhoMustNotKnowOfTheCase() {
    // given
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    haven.get(Conflicts.class).add(caseRef, "bella", new Code("declared"), By.of(SAM));
    // then
    assertThat(write(ALEX, id, "@bella")).isEqualTo(new Written.NobodyOfThatName("bella"));
    assertThat(write(ALEX, id, "@nobody")).isEqualTo(new Written.NobodyOfThatName("nobody"));
    assertThat(write(ALEX, id, "@terry")).isEqualTo(new Written.NobodyOfThatName("terry"));
    assertThat(write(BELLA, id, "Words")).isEqualTo(new Written.Gone());
    assertThat(notes.of(ALEX, id)).isEmpty();
    assertThat(notices.unread(BELLA)).isEmpty();
    assertThat(notes.colleagues(ALEX, haven.get(TaskList.class).find(ALEX, id).orElseThrow()))
        .extracting(ActingPerson::username)
        .doesNotContain("bella", "alex")
        .contains("sam");
  }

  @Test
  void shouldRefuse_whatIsEmptyTooLongOrNamesTheVault() {
    var caseRef = haven.aCase();
    long id = haven.aTask(caseRef, "Task_Decide");
    haven.get(AddressVault.class).write(caseRef, Map.of("safeAddress", "7 Sample Row"), By.of(SAM));
    assertThat(write(ALEX, id, "  ")).isEqualTo(new Written.Empty());
    assertThat(write(ALEX, id, "x".repeat(TaskNotes.LONGEST + 1))).isEqualTo(new Written.TooLong());
    assertThat(write(ALEX, id, "She is at 7 Sample Row now")).isEqualTo(new Written.NamesVault());
  }

  @Test
  void shouldBeOneNote_whenTheFormIsSentTwice() {
    long id = haven.aTask(haven.aCase(), "Task_Decide");
    var mark = UUID.randomUUID();
    notes.write(ALEX, id, mark, "Once");
    notes.write(ALEX, id, mark, "Once");
    assertThat(notes.of(ALEX, id)).hasSize(1);
  }
}
