package org.haven.engine.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.haven.engine.JobTypes;
import org.junit.jupiter.api.Test;

/** Holds the models of this working copy, and the workers beside them, to the house's rules. */
class ModelsTest {
  @Test
  void shouldPassTheModelCheck_whenTheModelsGoLive() {
    assertThat(ModelCheck.check(Path.of("."), JobTypes.all())).filteredOn(Finding::stops).isEmpty();
  }
}
