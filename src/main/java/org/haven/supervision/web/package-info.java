/** The board of supervisors, and the health page of administrators. */
@NullMarked
package org.haven.supervision.web;

import org.jspecify.annotations.NullMarked;
