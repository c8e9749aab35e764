package org.haven.complexcasepanel;

import java.time.DayOfWeek;
import java.time.LocalTime;
import java.util.Set;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * When the panel sits. Status: Local default, to be confirmed by the policy owner.
 *
 * @param day of the week
 * @param weeks which of these days of each month, from 1
 * @param at time in London
 * @param briefDays working days that there must be between listing and panel, so that a brief can
 *     be written and read
 */
@ConfigurationProperties("haven.complex-case-panel")
record PanelSettings(
    @DefaultValue("WEDNESDAY") DayOfWeek day,
    @DefaultValue({"2", "4"}) Set<Integer> weeks,
    @DefaultValue("10:00") LocalTime at,
    @DefaultValue("3") int briefDays) {}
