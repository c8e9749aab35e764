package org.haven.engine;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.objenesis.SpringObjenesis;

/** The types of all workers, without starting the application for it. */
public final class JobTypes {
  private JobTypes() {}

  public static Set<String> all() {
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
