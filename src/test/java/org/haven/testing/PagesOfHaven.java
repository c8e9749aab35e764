package org.haven.testing;

import java.util.Optional;
import java.util.Set;
import org.haven.platform.Models;
import org.haven.records.ExportedRecords;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.mockito.ArgumentMatchers;
import org.mockito.Mockito;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.webmvc.test.autoconfigure.AutoConfigureMockMvc;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;
import org.springframework.test.context.bean.override.mockito.MockitoBean;

/**
 * All of Haven but the engine, started once for every test class that extends this: each leaves
 * behind what it put into the database.
 */
@SpringBootTest(
    classes = AllButTheEngine.class,
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT)
@AutoConfigureMockMvc
@ExtendWith(LeavesNoTasks.class)
@SuppressWarnings("NullAway") // Spring sets the fields
public abstract class PagesOfHaven {
  @DynamicPropertySource
  static void properties(DynamicPropertyRegistry registry) {
    AllButTheEngine.register(registry);
  }

  @MockitoBean protected Models models;
  @MockitoBean protected ExportedRecords records;

  /** No journey has gone any way. */
  @BeforeEach
  protected void quiet() {
    Mockito.when(models.latestBpmnXml(ArgumentMatchers.any()))
        .thenReturn(Optional.of("<definitions/>"));
    Mockito.when(records.partitions()).thenReturn(Set.of());
    Mockito.when(records.newest()).thenReturn(Optional.empty());
    Mockito.when(records.oldest()).thenReturn(Optional.empty());
  }
}
