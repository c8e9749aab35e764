package org.haven.platform.security;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How people sign in.
 *
 * @param idleAfter a session ends when nothing was done for so long; a page that refreshes itself
 *     is nothing done
 * @param contractorIdleAfter the same for people of contractors, whose telephones lie about in
 *     vans; Local default
 * @param longest a session ends so long after it began, whatever is done; Local default
 * @param domain what follows the @ in the names that our identity provider gives, if it gives any
 * @param groupsClaim the claim of the identity provider that names a person's groups
 * @param groups what a group of the identity provider means here, such as {@code
 *     supervisor@tenancy-services}; several are parted by commas, and roles without a team, such as
 *     {@code auditor}, stand alone. {@code contractor@a-firm} names the firm by its code
 */
@ConfigurationProperties("haven.sign-in")
record SignInProperties(
    @DefaultValue("30m") Duration idleAfter,
    @DefaultValue("10m") Duration contractorIdleAfter,
    @DefaultValue("12h") Duration longest,
    @Nullable String domain,
    @DefaultValue("groups") String groupsClaim,
    @DefaultValue Map<String, String> groups) {}
