/** The pages of alerts. */
@NullMarked
package org.haven.supervision.alerts.web;

import org.jspecify.annotations.NullMarked;
