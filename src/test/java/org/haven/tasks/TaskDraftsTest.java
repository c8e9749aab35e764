package org.haven.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;
import static org.haven.tasks.TestTasks.ALEX;
import static org.haven.tasks.TestTasks.BELLA;
import static org.haven.tasks.TestTasks.TERRY;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.haven.forms.Forms;
import org.haven.platform.ActingPerson;
import org.haven.tasks.TaskDrafts.Saved;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskDraftsTest {
  private static final Map<String, Object> TYPED =
      Map.of("outcome", "given", "reason", "She said so", "none-such", "x");

  private final TestTasks haven = new TestTasks();
  private final TaskDrafts drafts = haven.get(TaskDrafts.class);
  private final TaskActions actions = haven.get(TaskActions.class);
  private final String version = haven.get(Forms.class).form("task-outcome").version();
  private final long id = haven.aTask(haven.aCase(), "Task_Decide");

  @AfterEach
  void close() {
    haven.close();
  }

  private Saved save(ActingPerson who, Map<String, ?> typed, int turn) {
    return drafts.save(who, id, version, typed, "", turn, false);
  }

  private Optional<TaskDraft> of(ActingPerson who) {
    return drafts.of(who, haven.get(TaskList.class).find(who, id).orElseThrow());
  }

  @Test
  void shouldComeBackToWhoeverTypedIt_andToNobodyElse() {
    // when
    assertThat(save(ALEX, TYPED, 0)).isEqualTo(new Saved.Kept(1, haven.clock.instant()));
    // then
    assertThat(of(ALEX).orElseThrow().answers())
        .isEqualTo(Map.of("outcome", "given", "reason", "She said so"));
    assertThat(of(ALEX).orElseThrow().formChanged()).isFalse();
    assertThat(of(BELLA)).isEmpty();
    assertThat(save(TERRY, TYPED, 0)).isEqualTo(new Saved.Gone());
    assertThat(
            haven
                .db
                .sql("select string_agg(d::text, '') from (select * from task_draft) d")
                .query(String.class)
                .single())
        .doesNotContain("She said so", "given");
    // and what was taken out again is gone
    save(ALEX, Map.of("outcome", "given"), 1);
    assertThat(of(ALEX).orElseThrow().answers()).isEqualTo(Map.of("outcome", "given"));
    drafts.throwAway(BELLA, id);
    assertThat(of(ALEX)).isPresent();
    drafts.throwAway(ALEX, id);
    assertThat(of(ALEX)).isEmpty();
  }

  @Test
  void shouldSayAtWhichStepOfTheFormItsWriterWas_andKeepItSealed() {
    // when
    drafts.save(ALEX, id, version, TYPED, "Field_group2", 0, false);
    // then
    assertThat(of(ALEX).orElseThrow().step()).isEqualTo("Field_group2");
    assertThat(
            haven
                .db
                .sql("select string_agg(d::text, '') from (select * from task_draft) d")
                .query(String.class)
                .single())
        .doesNotContain("Field_group2");
    // and of a form on one page
    save(ALEX, TYPED, 1);
    assertThat(of(ALEX).orElseThrow().step()).isEmpty();
  }

  @Test
  void shouldNotBeWrittenOver_byAWindowThatKnowsLess() {
    // given
    save(ALEX, TYPED, 0);
    save(ALEX, TYPED, 1);
    // when
    var other = save(ALEX, Map.of("reason", "Less"), 1);
    // then
    assertThat(other).isEqualTo(new Saved.Newer(2, haven.clock.instant()));
    assertThat(of(ALEX).orElseThrow().answers()).containsEntry("reason", "She said so");
    // and when the person says so
    drafts.save(ALEX, id, version, Map.of("reason", "Less"), "", 1, true);
    assertThat(of(ALEX).orElseThrow().answers()).isEqualTo(Map.of("reason", "Less"));
  }

  @Test
  void shouldGo_whenItsWriterSendsTheForm_alsoIfASavingIsOnItsWay() {
    save(ALEX, TYPED, 0);
    actions.submit(ALEX, id, Map.of("outcome", "given"));
    assertThat(of(ALEX)).isEmpty();
    assertThat(save(ALEX, TYPED, 1)).isEqualTo(new Saved.Gone());
    assertThat(of(ALEX)).isEmpty();
  }

  @Test
  void shouldStayForAWhile_whenAColleagueFinishesTheTask() {
    // given
    save(ALEX, TYPED, 0);
    actions.submit(BELLA, id, Map.of("outcome", "refused"));
    assertThat(save(ALEX, Map.of("reason", "Later words"), 1)).isInstanceOf(Saved.Ended.class);
    // then
    assertThat(drafts.clear()).isZero();
    assertThat(of(ALEX).orElseThrow().answers()).isEqualTo(Map.of("reason", "Later words"));
    // and after that while
    haven.clock.set(haven.clock.instant().plus(TaskDrafts.KEPT_AFTER_END).plusSeconds(1));
    assertThat(drafts.clear()).isEqualTo(1);
    assertThat(of(ALEX)).isEmpty();
  }

  @Test
  void shouldGo_whenNobodyComesBackToIt() {
    save(ALEX, TYPED, 0);
    haven.clock.set(haven.clock.instant().plus(TaskDrafts.KEPT).minus(Duration.ofHours(1)));
    assertThat(drafts.clear()).isZero();
    haven.clock.set(haven.clock.instant().plus(Duration.ofHours(2)));
    assertThat(drafts.clear()).isEqualTo(1);
  }

  @Test
  void shouldCarryOverWhatFits_andShowTheRest_whenTheFormHasChanged() {
    // given: typed into another form
    haven.db.sql("update task set form_id = 'record-victims-wishes'").update();
    String other = haven.get(Forms.class).form("record-victims-wishes").version();
    drafts.save(
        ALEX, id, other, Map.of("view", "To stay near school", "outcome", "x"), "", 0, false);
    // when
    haven.db.sql("update task set form_id = 'task-outcome'").update();
    // then
    var draft = of(ALEX).orElseThrow();
    assertThat(draft.formChanged()).isTrue();
    assertThat(draft.answers()).isEmpty();
    assertThat(draft.left())
        .extracting(TaskDraft.Left::key, TaskDraft.Left::answer)
        .containsExactly(tuple("view", "To stay near school"));
    assertThat(draft.left().getFirst().question()).isNotBlank().isNotEqualTo("view");
    assertThat(draft.toString() + draft.left()).doesNotContain("school");
    // and it stays as long as the form is not sent
    save(ALEX, Map.of("reason", "Now"), 1);
    assertThat(of(ALEX).orElseThrow().answers()).isEqualTo(Map.of("reason", "Now"));
    assertThat(of(ALEX).orElseThrow().left()).hasSize(1);
    assertThat(of(ALEX).orElseThrow().formChanged()).isFalse();
  }
}
