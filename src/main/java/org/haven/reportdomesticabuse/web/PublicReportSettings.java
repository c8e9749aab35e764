package org.haven.reportdomesticabuse.web;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the public report allows. All of it is a local default awaiting the policy owner.
 *
 * @param idle answers are thrown away when nothing was done for so long
 * @param shown how long the page that says "we have it" can be loaded again
 * @param visits so many visits at most are kept at once, some 30 KB each when they are full
 * @param visitsPerAddress begun in ten minutes from one address
 * @param answersPerAddress sent in a minute from one address
 * @param reportsPerAddress sent in an hour from one address; people share them, in a library or a
 *     refuge
 * @param reports sent in an hour by everybody together
 */
@ConfigurationProperties("haven.public-report")
record PublicReportSettings(
    @DefaultValue("30m") Duration idle,
    @DefaultValue("5m") Duration shown,
    @DefaultValue("1000") int visits,
    @DefaultValue("20") int visitsPerAddress,
    @DefaultValue("120") int answersPerAddress,
    @DefaultValue("10") int reportsPerAddress,
    @DefaultValue("120") int reports) {}
