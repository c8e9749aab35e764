package org.haven.partners;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How agencies are reached. What is not set is off: referrals then go by hand, as their tasks say.
 *
 * @param agencies by the code that the models use, such as {@code marac-hub}
 * @param link where an agency signs in to read, or how else it gets the content
 * @param from the sender of mails; it must not tell what they are about
 * @param dropFolder where sealed content is put
 */
@ConfigurationProperties("haven.partners")
record PartnersProperties(
    @DefaultValue Map<String, Agency> agencies,
    @DefaultValue("http://localhost:8080/") URI link,
    @Nullable String from,
    @Nullable Path dropFolder,
    @DefaultValue Inbox inbox) {

  /**
   * One agency.
   *
   * @param mail address that is told that something waits
   * @param dropKeyFile the agency's public key: a Tink HPKE keyset as JSON
   * @param answerSecret shared secret that its machine signs answers with: 32 bytes or more, base64
   */
  record Agency(@Nullable String mail, @Nullable Path dropKeyFile, @Nullable String answerSecret) {
    @Override
    public String toString() {
      return "Agency[***]";
    }
  }

  /** The mailbox to which agencies answer; read by IMAP if it has a host. */
  record Inbox(
      @Nullable String host,
      @DefaultValue("993") int port,
      @DefaultValue("true") boolean tls,
      @Nullable String username,
      @Nullable String password) {
    boolean isOn() {
      return host != null && !host.isBlank();
    }

    @Override
    public String toString() {
      return "Inbox[***]";
    }
  }

  @Override
  public String toString() {
    return "PartnersProperties[***]";
  }
}
