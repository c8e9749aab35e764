/** Pages and files of the published reports. */
@NullMarked
package org.haven.supervision.reports.web;

import org.jspecify.annotations.NullMarked;
