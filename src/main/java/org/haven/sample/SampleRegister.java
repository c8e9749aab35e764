package org.haven.sample;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.haven.casefile.register.TenancyRegister;

/** A file of the tenancy register in which the fictional households live. */
final class SampleRegister {
  private SampleRegister() {}

  static InputStream file(List<SampleStory> stories) {
    var text = new StringBuilder(String.join(",", TenancyRegister.columns())).append("\r\n");
    for (SampleStory story : stories) {
      String[] address = story.address().split(", ");
      text.append(
          String.format(
              Locale.ROOT,
              "SAMPLE-%04d,9900%06d,%s,,%s,ZZ99 9ZZ,%s,%s,%s,20%02d-04-%02d,monday,%s,\"%s;"
                  + " %s\"\r\n",
              story.number(),
              story.number(),
              address[0],
              address[1],
              story.tenure(),
              story.tenure().equals("council-tenant") ? "secure-lifetime" : "not-council",
              story.number() % 2 == 0 ? "joint" : "sole",
              5 + story.number() % 20,
              1 + story.number() % 28,
              story.number() % 12 == 0 ? "Sample Court" : "",
              story.victim(),
              story.perpetrator()));
    }
    return new ByteArrayInputStream(text.toString().getBytes(StandardCharsets.UTF_8));
  }
}
