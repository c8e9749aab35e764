package org.haven.platform.web;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.thymeleaf.IEngineConfiguration;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;
import org.thymeleaf.templateresource.ITemplateResource;

/**
 * The templates of pages, read without what indents their lines: it is for those who write them,
 * and would be sent again with each row of a list. Nothing in them stands in lines of its own that
 * count: what does, such as a text area, is filled in later.
 */
class Templates extends SpringResourceTemplateResolver {
  private static final Pattern INDENT = Pattern.compile("(?m)^[ \\t]+");

  @Override
  protected ITemplateResource computeTemplateResource(
      IEngineConfiguration configuration,
      @Nullable String owner,
      String template,
      String name,
      @Nullable String encoding,
      @Nullable Map<String, Object> attributes) {
    return new Plain(
        super.computeTemplateResource(configuration, owner, template, name, encoding, attributes));
  }

  private record Plain(ITemplateResource file) implements ITemplateResource {
    @Override
    public String getDescription() {
      return file.getDescription();
    }

    @Override
    public @Nullable String getBaseName() {
      return file.getBaseName();
    }

    @Override
    public boolean exists() {
      return file.exists();
    }

    @Override
    public Reader reader() throws IOException {
      try (Reader reader = file.reader()) {
        return new StringReader(INDENT.matcher(reader.readAllAsString()).replaceAll(""));
      }
    }

    @Override
    public ITemplateResource relative(String location) {
      return new Plain(file.relative(location));
    }
  }
}
