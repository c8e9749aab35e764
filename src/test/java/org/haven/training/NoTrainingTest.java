package org.haven.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.csrf;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.get;
import static org.springframework.test.web.servlet.request.MockMvcRequestBuilders.post;
import static org.springframework.test.web.servlet.result.MockMvcResultMatchers.status;

import java.time.Clock;
import java.util.Arrays;
import java.util.stream.Stream;
import org.haven.platform.Training;
import org.haven.testing.PagesOfHaven;
import org.jsoup.Jsoup;
import org.junit.jupiter.api.Test;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.web.servlet.MockMvc;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/** In every other Haven there is nothing of a training: no clock that moves, no page, no mark. */
@SuppressWarnings("NullAway") // Spring sets the fields
class NoTrainingTest extends PagesOfHaven {
  @Autowired ApplicationContext haven;
  @Autowired MockMvc pages;
  @Autowired JdbcClient db;

  @Test
  void shouldHaveNoBeanOfATraining_andAClockThatNobodyMoves() {
    assertThat(
            Arrays.stream(haven.getBeanDefinitionNames())
                .map(haven::getBean)
                .map(AopUtils::getTargetClass)
                .map(Class::getName)
                .filter(name -> name.startsWith("org.haven.training")))
        .isEmpty();
    assertThat(haven.getBeansOfType(Training.class)).isEmpty();
    assertThat(haven.getBeansOfType(Clock.class).values()).containsExactly(Clock.systemUTC());
    assertThat(
            haven.getBeansOfType(RequestMappingInfoHandlerMapping.class).values().stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(
                    info ->
                        info.getPathPatternsCondition() == null
                            ? Stream.of()
                            : info.getPathPatternsCondition().getPatternValues().stream()))
        .noneMatch(path -> path.startsWith("/training"));
  }

  @Test
  void shouldHaveNoPageOfIt_forAnybody() throws Exception {
    for (String username : new String[] {"maya.okafor", "helen.marsh", "zoe.lamb", "owen.pike"}) {
      pages.perform(get("/training").with(user(username))).andExpect(status().isNotFound());
      for (String address : new String[] {"/training", "/training/moment"}) {
        pages
            .perform(post(address).param("by", "week").with(user(username)).with(csrf()))
            .andExpect(status().isNotFound());
      }
    }
    var page =
        Jsoup.parse(
            pages
                .perform(get("/help").with(user("maya.okafor")))
                .andReturn()
                .getResponse()
                .getContentAsString());
    assertThat(page.select(".haven-training")).isEmpty();
    assertThat(page.title()).doesNotContain("Training");
    assertThat(page.text()).doesNotContain("clock for training");
  }

  @Test
  void shouldKeepNoMove_inARecordOfRealPeople() {
    assertThat(db.sql("select purpose from record_purpose").query(String.class).single())
        .isEqualTo("real");
    assertThatThrownBy(
            () ->
                db.sql(
                        """
                        insert into training_move (token, from_at, to_at, ahead_ms, moved_by)
                        values (gen_random_uuid(), now(), now() + interval '1 day', 1, 'a')
                        """)
                    .update())
        .isInstanceOf(DataAccessException.class);
    for (String sql :
        new String[] {
          "update record_purpose set purpose = 'training'", "delete from record_purpose"
        }) {
      assertThatThrownBy(() -> db.sql(sql).update()).isInstanceOf(DataAccessException.class);
    }
  }
}
