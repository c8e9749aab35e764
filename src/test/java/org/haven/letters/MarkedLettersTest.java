package org.haven.letters;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Clock;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.haven.platform.Training;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;

/** A letter of a training says so on each of its sheets; any other says nothing of it. */
class MarkedLettersTest {
  private static final String PAGE =
      """
      <html lang="en"><head><title>A letter</title><meta name="description" content="A letter"/>
      <style>@page { size: A4; margin: 22mm; } body { font-family: Letter; }
      .next { page-break-before: always; }</style></head>
      <body><p>First sheet.</p><p class="next">Second sheet.</p></body></html>\
      """;

  private final DefaultListableBeanFactory beans = new DefaultListableBeanFactory();

  private String text(int sheet) throws IOException {
    try (var pdf =
        Loader.loadPDF(new LetterWriter(beans.getBeanProvider(Training.class)).pdf(PAGE))) {
      assertThat(pdf.getNumberOfPages()).isEqualTo(2);
      var words = new PDFTextStripper();
      words.setStartPage(sheet);
      words.setEndPage(sheet);
      return words.getText(pdf);
    }
  }

  @Test
  void shouldBeMarkedOnEachSheet_inATraining() throws IOException {
    // given
    Training training = Clock::systemUTC;
    beans.registerSingleton("training", training);
    // then
    assertThat(text(1)).contains("Training – nothing here is real", "First sheet.");
    assertThat(text(2)).contains("Training – nothing here is real", "Second sheet.");
  }

  @Test
  void shouldBeAsItIs_otherwise() throws IOException {
    assertThat(text(1)).doesNotContain("Training").contains("First sheet.");
  }
}
