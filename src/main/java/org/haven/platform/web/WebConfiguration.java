package org.haven.platform.web;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.haven.platform.ActingPerson;
import org.haven.platform.CurrentPerson;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.thymeleaf.autoconfigure.ThymeleafProperties;
import org.springframework.context.ApplicationContext;
import org.springframework.context.MessageSource;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.MethodParameter;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.http.CacheControl;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.FlashMapManager;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.ResourceHandlerRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.FixedLocaleResolver;
import org.thymeleaf.spring6.templateresolver.SpringResourceTemplateResolver;

/** What all controllers share. */
@Configuration(proxyBeanMethods = false)
class WebConfiguration implements WebMvcConfigurer {
  private final CurrentPerson people;

  WebConfiguration(CurrentPerson people) {
    this.people = people;
  }

  /** The words of every area: each file of {@code messages/}, so that a journey brings its own. */
  @Bean
  static MessageSource messageSource() throws IOException {
    return new Words(
        Arrays.stream(
                new PathMatchingResourcePatternResolver()
                    .getResources("classpath*:messages/*.properties"))
            .map(file -> String.valueOf(file.getFilename()))
            .map(file -> "messages/" + file.substring(0, file.length() - ".properties".length()))
            .distinct()
            .sorted()
            .toList());
  }

  @Bean
  static SpringResourceTemplateResolver defaultTemplateResolver(
      ThymeleafProperties properties, ApplicationContext context) {
    var templates = new Templates();
    templates.setApplicationContext(context);
    templates.setPrefix(properties.getPrefix());
    templates.setSuffix(properties.getSuffix());
    templates.setTemplateMode(properties.getMode());
    templates.setCharacterEncoding(properties.getEncoding().name());
    templates.setCacheable(properties.isCache());
    return templates;
  }

  @Bean
  static FlashMapManager flashMapManager() {
    return new ToldOnce();
  }

  /** Dates and numbers are written as in England, whatever the browser asks for. */
  @Bean
  static LocaleResolver localeResolver() {
    return new FixedLocaleResolver(Locale.UK);
  }

  /**
   * Our scripts and styles hold nothing of a case, so they alone may be kept by a browser: those
   * with a hash in their name for ever, the two with fixed names as long as they are unchanged.
   */
  @Override
  public void addResourceHandlers(ResourceHandlerRegistry registry) {
    registry
        .addResourceHandler("/app/app.js", "/app/app.css", "/icon.svg")
        .addResourceLocations("classpath:/static/app/", "classpath:/static/")
        .setCacheControl(CacheControl.noCache());
    registry
        .addResourceHandler("/app/**")
        .addResourceLocations("classpath:/static/app/")
        .setCacheControl(CacheControl.maxAge(Duration.ofDays(365)).cachePublic().immutable());
  }

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(
        new HandlerMethodArgumentResolver() {
          @Override
          public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == ActingPerson.class;
          }

          @Override
          public Object resolveArgument(
              MethodParameter parameter,
              @Nullable ModelAndViewContainer container,
              NativeWebRequest request,
              @Nullable WebDataBinderFactory binder) {
            return people.get();
          }
        });
  }
}
