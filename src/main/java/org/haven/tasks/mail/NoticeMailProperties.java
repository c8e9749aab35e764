package org.haven.tasks.mail;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How staff are told by e-mail that something waits. Nothing is sent unless {@code domain}, {@code
 * from} and {@code link} are all set, and a mail server is.
 *
 * @param domain what follows the @ in the e-mail address of a member of staff, after the sign-in
 *     name
 * @param from address that these e-mails come from
 * @param link where staff sign in, without a reference to anything
 * @param sender neutral name of who sends them
 */
@ConfigurationProperties("haven.notices")
record NoticeMailProperties(
    @Nullable String domain,
    @Nullable String from,
    @Nullable String link,
    @DefaultValue("Housing Services") String sender) {
  private static final Pattern DOMAIN = Pattern.compile("[a-z0-9-]+(\\.[a-z0-9-]+)+");
  private static final Pattern FROM = Pattern.compile("[^@\\s]+@" + DOMAIN.pattern());

  /**
   * @throws IllegalArgumentException if one of them is not what it should be
   */
  NoticeMailProperties {
    require(domain, DOMAIN, "domain", "a domain, such as council.example");
    require(from, FROM, "from", "an e-mail address, such as housing@council.example");
    require(
        link,
        Pattern.compile("https?://\\S+"),
        "link",
        "an address, such as https://haven.council.example");
  }

  private static void require(@Nullable String value, Pattern form, String name, String what) {
    if (value != null && !value.isEmpty() && !form.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "haven.notices.%s is \"%s\": give %s".formatted(name, value, what));
    }
  }

  boolean complete() {
    return has(domain) && has(from) && has(link);
  }

  private static boolean has(@Nullable String value) {
    return value != null && !value.isEmpty();
  }
}
