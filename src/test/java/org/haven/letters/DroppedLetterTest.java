package org.haven.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.haven.casefile.AgencyDrop;
import org.haven.platform.CaseRef;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

class DroppedLetterTest {
  private final Map<String, byte[]> put = new HashMap<>();
  private final AgencyDrop drop =
      new AgencyDrop() {
        @Override
        public boolean reaches(String agency) {
          return agency.equals("kent-police");
        }

        @Override
        public void put(String agency, String name, byte[] content) {
          put.put(agency + "/" + name, content);
        }
      };

  private DroppedLetter post() {
    var beans = new DefaultListableBeanFactory();
    beans.registerSingleton("drop", drop);
    return new DroppedLetter(beans.getBeanProvider(AgencyDrop.class));
  }

  @Test
  void shouldTakeOnlyWhatADropCanReach() {
    assertThat(post().takes(Route.SECURE_DROP, "agency-kent-police")).isTrue();
    assertThat(post().takes(Route.SECURE_DROP, "agency-somebody")).isFalse();
    assertThat(post().takes(Route.SECURE_DROP, "court")).isFalse();
    assertThat(post().takes(Route.POST, "agency-kent-police")).isFalse();
  }

  @Test
  void shouldNameTheLetterAndNothingElse() {
    post()
        .send(
            new LetterPost.Outgoing(
                new CaseRef("HV-7KQ2M9XD"),
                "LE-2345678923",
                UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100"),
                "agency-kent-police",
                Route.SECURE_DROP,
                "Housing Services",
                List.of("Kent police"),
                null,
                new byte[] {1}));
    assertThat(put).containsOnlyKeys("kent-police/LE-2345678923");
  }
}
