package org.haven.platform.audit;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;

@Configuration
class AuditConfiguration {
  @Bean
  @Fallback
  CheckpointLodge lodgeFolder(@Value("${haven.audit.lodge-folder:}") String folder) {
    @Nullable Path path = folder.isBlank() ? null : Path.of(folder);
    return new LodgeFolder(path);
  }
}
