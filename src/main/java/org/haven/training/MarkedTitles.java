package org.haven.training;

import java.util.Set;
import org.haven.platform.Training;
import org.springframework.context.annotation.Profile;
import org.springframework.stereotype.Component;
import org.thymeleaf.dialect.AbstractDialect;
import org.thymeleaf.dialect.IPostProcessorDialect;
import org.thymeleaf.engine.AbstractTemplateHandler;
import org.thymeleaf.model.ICloseElementTag;
import org.thymeleaf.model.IElementTag;
import org.thymeleaf.model.IOpenElementTag;
import org.thymeleaf.postprocessor.IPostProcessor;
import org.thymeleaf.postprocessor.PostProcessor;
import org.thymeleaf.templatemode.TemplateMode;

/** Puts the mark before the title of every page, so that no template can forget it. */
@Component
@Profile(Training.PROFILE)
class MarkedTitles extends AbstractDialect implements IPostProcessorDialect {
  private static final int LAST = 10_000;

  MarkedTitles() {
    super("training");
  }

  @Override
  public int getDialectPostProcessorPrecedence() {
    return LAST;
  }

  @Override
  public Set<IPostProcessor> getPostProcessors() {
    return Set.of(new PostProcessor(TemplateMode.HTML, Mark.class, LAST));
  }

  /** One for each page that is made. */
  public static final class Mark extends AbstractTemplateHandler {
    private int drawings;

    @Override
    public void handleOpenElement(IOpenElementTag tag) {
      super.handleOpenElement(tag);
      if (is(tag, "svg")) {
        drawings++;
      } else if (is(tag, "title") && drawings == 0) {
        super.handleText(getContext().getModelFactory().createText(Training.MARK + ": "));
      }
    }

    @Override
    public void handleCloseElement(ICloseElementTag tag) {
      if (is(tag, "svg")) {
        drawings--;
      }
      super.handleCloseElement(tag);
    }

    private static boolean is(IElementTag tag, String name) {
      return tag.getElementCompleteName().equals(name);
    }
  }
}
