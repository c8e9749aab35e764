package org.haven.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.nio.file.Path;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.springframework.objenesis.SpringObjenesis;

/** Holds the models of this working copy, and the workers beside them, to the house's rules. */
class ModelsTest {
  @Test
  void shouldPassTheModelCheck_whenTheModelsGoLive() {
    assertThat(ModelCheck.check(Path.of("."), jobTypes())).filteredOn(Finding::stops).isEmpty();
  }

  /** The types of all workers, without starting the application for it. */
  private static Set<String> jobTypes() {
    return new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("org.haven")
            .stream()
            .filter(c -> c.isAssignableTo(JobWorker.class))
            .filter(c -> !c.isInterface() && !c.getModifiers().contains(JavaModifier.ABSTRACT))
            .map(c -> (JobWorker<?, ?>) new SpringObjenesis().newInstance(c.reflect()))
            .map(JobWorker::type)
            .collect(Collectors.toSet());
  }
}
