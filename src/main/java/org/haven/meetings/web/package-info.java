/** The list of meetings, the page of each, and its calendar file. */
@NullMarked
package org.haven.meetings.web;

import org.jspecify.annotations.NullMarked;
