package org.haven.letters;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What letters carry of us, and where they go.
 *
 * @param sender the neutral name on envelope and letterhead
 * @param address lines under it
 * @param phone the number that a letter gives
 * @param printQueue folder that the print room empties; each letter is a PDF and an address label
 * @param portalFolder from where the portal takes the letters that it shows
 * @param mailFrom address that notices come from; it says nothing of what they are about
 * @param portal where she signs in to read a letter; without it no e-mail notice is sent
 */
@ConfigurationProperties("haven.letters")
public record LettersProperties(
    @DefaultValue("Housing Services") String sender,
    @DefaultValue({"Civic Centre"}) List<String> address,
    @DefaultValue("01632 960000") String phone,
    @DefaultValue(".haven/print-queue") Path printQueue,
    @Nullable String portal,
    @DefaultValue(".haven/portal") Path portalFolder,
    @Nullable String mailFrom) {}
